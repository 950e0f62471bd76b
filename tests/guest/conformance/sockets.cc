// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "tests/guest/conformance/trigger.h"

namespace conformance {

namespace {

constexpr int patience_ms = 300;

int ends[2] = {-1, -1};
int server = -1;
int client = -1;
sockaddr_in loopback{};
char byte = 'x';

const sockaddr *address() { return reinterpret_cast<const sockaddr *>(&loopback); }

sockaddr_un unix_name()
{
	sockaddr_un name{};

	name.sun_family = AF_UNIX;
	std::strcpy(name.sun_path, "s");
	return name;
}

int connect_unix(int fd)
{
	const sockaddr_un name = unix_name();

	return ::connect(fd, reinterpret_cast<const sockaddr *>(&name), sizeof(name));
}

void make_pair() { must(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair"); }

void loopback_up()
{
	const int fd = must(::socket(AF_INET, SOCK_DGRAM, 0), "socket");
	struct ifreq request {};

	std::strcpy(request.ifr_name, "lo");
	request.ifr_flags = IFF_UP;
	must(::ioctl(fd, SIOCSIFFLAGS, &request), "ioctl SIOCSIFFLAGS");
	::close(fd);
}

void make_server(int type)
{
	socklen_t length = sizeof(loopback);

	loopback_up();
	loopback.sin_family = AF_INET;
	loopback.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	server = must(::socket(AF_INET, type, 0), "socket");
	client = must(::socket(AF_INET, type, 0), "socket");
	must(::bind(server, address(), sizeof(loopback)), "bind");
	must(::getsockname(server, reinterpret_cast<sockaddr *>(&loopback), &length), "getsockname");
}

void make_tcp_server()
{
	make_server(SOCK_STREAM);
	must(::listen(server, 1), "listen");
}

void make_tcp_connection()
{
	make_tcp_server();
	must(::connect(client, address(), sizeof(loopback)), "connect");
}

void make_unix_server(int type)
{
	const sockaddr_un name = unix_name();

	server = must(::socket(AF_UNIX, type, 0), "socket");
	client = must(::socket(AF_UNIX, type, 0), "socket");
	must(::bind(server, reinterpret_cast<const sockaddr *>(&name), sizeof(name)), "bind");
	if (type == SOCK_STREAM)
		must(::listen(server, 1), "listen");
}

void make_netlink() { client = must(::socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE), "socket"); }
int make_socket() { return result(::socket(AF_UNIX, SOCK_STREAM, 0)); }

// A datagram that is refused on its way in is dropped.
int send_and_receive()
{
	struct pollfd wait {.fd = server, .events = POLLIN, .revents = 0};

	if (::sendto(client, &byte, 1, 0, address(), sizeof(loopback)) < 0)
		return errno;
	return ::poll(&wait, 1, patience_ms) == 1 ? 0 : ETIMEDOUT;
}

// So is the first segment of a connection.
int connect_or_give_up()
{
	struct pollfd wait {.fd = client, .events = POLLOUT, .revents = 0};

	::fcntl(client, F_SETFL, O_NONBLOCK);
	if (::connect(client, address(), sizeof(loopback)) == 0)
		return 0;
	return errno != EINPROGRESS ? errno : ::poll(&wait, 1, patience_ms) == 1 ? 0 : ETIMEDOUT;
}

int ask_for_links()
{
	struct {
		struct nlmsghdr head;
		struct rtgenmsg body;
	} request{};

	request.head.nlmsg_len = NLMSG_LENGTH(sizeof(request.body));
	request.head.nlmsg_type = RTM_GETLINK;
	request.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	return result(::send(client, &request, sizeof(request), 0));
}

int own_name(int (*call)(int, sockaddr *, socklen_t *))
{
	sockaddr_un name;
	socklen_t length = sizeof(name);

	return result(call(ends[0], reinterpret_cast<sockaddr *>(&name), &length));
}

int buffer_size()
{
	int value = 0;
	socklen_t length = sizeof(value);

	return result(::getsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &value, &length));
}

int set_buffer_size()
{
	const int value = 65536;

	return result(::setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &value, sizeof(value)));
}

constexpr std::array triggers{
	Trigger{.hook = "socket_create", .call = "socket(2)", .act = make_socket},
	Trigger{.hook = "socket_post_create", .call = "socket(2)", .act = make_socket},
	Trigger{.hook = "sk_alloc_security", .call = "socket(2), which says ENOMEM", .act = make_socket, .refused = ENOMEM},
	Trigger{.hook = "socket_socketpair", .call = "socketpair(2)",
		.act = [] { return result(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends)); }},
	Trigger{.hook = "socket_bind", .call = "bind(2)",
		.prepare = [] { server = must(::socket(AF_UNIX, SOCK_STREAM, 0), "socket"); },
		.act = [] {
			const sockaddr_un name = unix_name();
			return result(::bind(server, reinterpret_cast<const sockaddr *>(&name), sizeof(name)));
		}},
	Trigger{.hook = "socket_listen", .call = "listen(2)", .prepare = [] { make_unix_server(SOCK_STREAM); },
		.act = [] { return result(::listen(server, 2)); }},
	Trigger{.hook = "socket_connect", .call = "connect(2), TCP", .prepare = make_tcp_server,
		.act = [] { return result(::connect(client, address(), sizeof(loopback))); }},
	Trigger{.hook = "unix_stream_connect", .call = "connect(2), unix", .prepare = [] { make_unix_server(SOCK_STREAM); },
		.act = [] { return result(connect_unix(client)); }},
	Trigger{.hook = "unix_may_send", .call = "connect(2), unix datagrams", .prepare = [] { make_unix_server(SOCK_DGRAM); },
		.act = [] { return result(connect_unix(client)); }},
	Trigger{.hook = "socket_accept", .call = "accept(2)", .prepare = make_tcp_connection,
		.act = [] { return result(::accept(server, nullptr, nullptr)); }},
	Trigger{.hook = "socket_sendmsg", .call = "send(2)", .prepare = make_pair,
		.act = [] { return result(::send(ends[0], &byte, 1, 0)); }},
	Trigger{.hook = "socket_recvmsg", .call = "recv(2)",
		.prepare = [] {
			make_pair();
			must(static_cast<int>(::send(ends[0], &byte, 1, 0)), "send");
		},
		.act = [] { return result(::recv(ends[1], &byte, 1, 0)); }},
	Trigger{.hook = "socket_getsockname", .call = "getsockname(2)", .prepare = make_pair,
		.act = [] { return own_name(::getsockname); }},
	Trigger{.hook = "socket_getpeername", .call = "getpeername(2)", .prepare = make_pair,
		.act = [] { return own_name(::getpeername); }},
	Trigger{.hook = "socket_getsockopt", .call = "getsockopt(2)", .prepare = make_pair, .act = buffer_size},
	Trigger{.hook = "socket_setsockopt", .call = "setsockopt(2)", .prepare = make_pair, .act = set_buffer_size},
	Trigger{.hook = "socket_shutdown", .call = "shutdown(2)", .prepare = make_pair,
		.act = [] { return result(::shutdown(ends[0], SHUT_RDWR)); }},
	Trigger{.hook = "socket_sock_rcv_skb", .call = "a UDP datagram that does not arrive",
		.prepare = [] { make_server(SOCK_DGRAM); }, .act = send_and_receive, .refused = ETIMEDOUT},
	Trigger{.hook = "inet_conn_request", .call = "a TCP connection that is not answered", .prepare = make_tcp_server,
		.act = connect_or_give_up, .refused = ETIMEDOUT},
	Trigger{.hook = "netlink_send", .call = "send(2) on netlink", .prepare = make_netlink, .act = ask_for_links},
};

} // namespace

std::span<const Trigger> socket_triggers() { return triggers; }

} // namespace conformance
