// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/programs/try/call.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/io_uring.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cstdint>
#include <cstring>
#include <string>

namespace guest_try {

namespace {

// Sockets: nobody need listen there.

int connect_to(const sockaddr *address, std::size_t size)
{
	const long fd = must(::socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");

	return result(::connect(static_cast<int>(fd), address, static_cast<socklen_t>(size)));
}

int connect_ip(char **arguments)
{
	const auto port = static_cast<in_port_t>(std::atoi(arguments[1]));
	sockaddr_in in{};
	sockaddr_in6 in6{};

	in.sin_family = AF_INET;
	in.sin_port = htons(port);
	in6.sin6_family = AF_INET6;
	in6.sin6_port = htons(port);
	if (::inet_pton(AF_INET, arguments[0], &in.sin_addr) == 1)
		return connect_to(reinterpret_cast<sockaddr *>(&in), sizeof(in));
	must(::inet_pton(AF_INET6, arguments[0], &in6.sin6_addr) == 1 ? 0 : -1, "inet_pton");
	return connect_to(reinterpret_cast<sockaddr *>(&in6), sizeof(in6));
}

// An @ in front stands for the NUL of an abstract name.
int connect_unix(char **arguments)
{
	const std::string path = arguments[0];
	sockaddr_un un{};

	un.sun_family = AF_UNIX;
	std::memcpy(un.sun_path, path.data(), path.size());
	if (path.front() == '@')
		un.sun_path[0] = '\0';
	return connect_to(reinterpret_cast<sockaddr *>(&un), offsetof(sockaddr_un, sun_path) + path.size());
}

sockaddr_storage address_of(const char *ip, const char *port, socklen_t *size)
{
	sockaddr_storage address{};
	auto *in = reinterpret_cast<sockaddr_in *>(&address);
	auto *in6 = reinterpret_cast<sockaddr_in6 *>(&address);

	if (::inet_pton(AF_INET, ip, &in->sin_addr) == 1) {
		in->sin_family = AF_INET;
		in->sin_port = htons(static_cast<in_port_t>(std::atoi(port)));
		*size = sizeof(*in);
		return address;
	}
	must(::inet_pton(AF_INET6, ip, &in6->sin6_addr) == 1 ? 0 : -1, "inet_pton");
	in6->sin6_family = AF_INET6;
	in6->sin6_port = htons(static_cast<in_port_t>(std::atoi(port)));
	*size = sizeof(*in6);
	return address;
}

int socket_must(int family, int type, int protocol)
{
	return static_cast<int>(must(::socket(family, type | SOCK_CLOEXEC, protocol), "socket"));
}

enum class Unspecified { no, yes };

// How a socket of this type (and family; 0: the address') does that with an address.
template <class Act> int with_address(char **arguments, int type, Act act, int family = 0, Unspecified unspecified = Unspecified::no)
{
	socklen_t size = 0;
	sockaddr_storage address = address_of(arguments[0], arguments[1], &size);
	const int fd = socket_must(family != 0 ? family : address.ss_family, type, 0);

	if (unspecified == Unspecified::yes)
		address.ss_family = AF_UNSPEC;
	return result(act(fd, reinterpret_cast<sockaddr *>(&address), size));
}

ssize_t send_to(int fd, const sockaddr *address, socklen_t size) { return ::sendto(fd, "x", 1, MSG_NOSIGNAL, address, size); }
ssize_t fast_open(int fd, const sockaddr *address, socklen_t size) { return ::sendto(fd, "x", 1, MSG_FASTOPEN, address, size); }

msghdr message_to(sockaddr_storage *address, socklen_t size, iovec *part)
{
	msghdr message{};

	message.msg_name = address;
	message.msg_namelen = size;
	message.msg_iov = part;
	message.msg_iovlen = 1;
	return message;
}

// The second goes to the second address: IP PORT IP PORT.
int send_two(char **arguments)
{
	char text[] = "x";
	iovec part{text, 1};
	socklen_t size = 0;
	sockaddr_storage first = address_of(arguments[0], arguments[1], &size);
	sockaddr_storage second = address_of(arguments[2], arguments[3], &size);
	mmsghdr messages[2]{};
	const int fd = socket_must(first.ss_family, SOCK_DGRAM, 0);

	messages[0].msg_hdr = message_to(&first, size, &part);
	messages[1].msg_hdr = message_to(&second, size, &part);
	const int sent = ::sendmmsg(fd, messages, 2, 0);
	if (sent == 2 || sent < 0)
		return result(sent);
	return result(::sendmsg(fd, &messages[1].msg_hdr, 0));
}

int dissolve(char **arguments)
{
	return with_address(arguments, SOCK_DGRAM, [](int fd, const sockaddr *address, socklen_t size) {
		sockaddr none{};

		none.sa_family = AF_UNSPEC;
		must(::connect(fd, address, size), "connect");
		return ::connect(fd, &none, sizeof(none));
	});
}

// The socket is older than the move to the cgroup: FOLDER IP PORT.
int connect_moved(char **arguments)
{
	const int fd = socket_must(AF_INET, SOCK_DGRAM, 0);
	const std::string processes = std::string(arguments[0]) + "/cgroup.procs";
	socklen_t size = 0;
	sockaddr_storage address = address_of(arguments[1], arguments[2], &size);

	must(::write(open_must(processes.c_str(), O_WRONLY), "0", 1), "cgroup.procs");
	return result(::connect(fd, reinterpret_cast<sockaddr *>(&address), size));
}

int send_raw(char **arguments)
{
	socklen_t size = 0;
	sockaddr_storage address = address_of(arguments[0], "0", &size);

	return result(send_to(socket_must(AF_INET, SOCK_RAW, IPPROTO_UDP), reinterpret_cast<sockaddr *>(&address), size));
}

// To lo, whose index is 1.
int send_packet(char **)
{
	sockaddr_ll address{};

	address.sll_family = AF_PACKET;
	address.sll_protocol = htons(ETH_P_IP);
	address.sll_ifindex = 1;
	return result(send_to(socket_must(AF_PACKET, SOCK_DGRAM, 0), reinterpret_cast<sockaddr *>(&address), sizeof(address)));
}

int listen_unbound(char **arguments)
{
	return result(::listen(socket_must(std::atoi(arguments[0]) == 6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0), 1));
}

// io_uring's connect(), of a socket that sends datagrams.
int connect_ring(char **arguments)
{
	io_uring_params parameters{};
	const int ring = static_cast<int>(must(::syscall(SYS_io_uring_setup, 1, &parameters), "io_uring_setup"));
	const std::size_t size = page;
	auto *rings = static_cast<char *>(::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQ_RING));
	void *entries = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQES);
	must(rings == MAP_FAILED || entries == MAP_FAILED ? -1 : 0, "mmap");
	socklen_t length = 0;
	sockaddr_storage address = address_of(arguments[0], arguments[1], &length);
	io_uring_sqe entry{};

	entry.opcode = IORING_OP_CONNECT;
	entry.fd = socket_must(address.ss_family, SOCK_DGRAM, 0);
	entry.addr = reinterpret_cast<std::uintptr_t>(&address);
	entry.off = length;
	std::memcpy(entries, &entry, sizeof(entry));
	*reinterpret_cast<unsigned *>(rings + parameters.sq_off.array) = 0;
	*reinterpret_cast<volatile unsigned *>(rings + parameters.sq_off.tail) = 1;
	must(::syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS, nullptr, 0), "io_uring_enter");
	io_uring_cqe done{};
	std::memcpy(&done, rings + parameters.cq_off.cqes, sizeof(done));
	return -done.res;
}

constexpr Call socket_rows[] = {
	{"connect", 2, connect_ip},
	{"connect-unix", 1, connect_unix},
	{"connect-udp", 2, [](char **a) { return with_address(a, SOCK_DGRAM, ::connect); }},
	{"connect-v4-of-v6", 2, [](char **a) { return with_address(a, SOCK_DGRAM, ::connect, AF_INET6); }},
	{"connect-moved", 3, connect_moved},
	{"connect-ring", 2, connect_ring},
	{"dissolve", 2, dissolve},
	{"fast-open", 2, [](char **a) { return with_address(a, SOCK_STREAM, fast_open); }},
	{"send-to", 2, [](char **a) { return with_address(a, SOCK_DGRAM, send_to); }},
	{"send-v4-of-v6", 2, [](char **a) { return with_address(a, SOCK_DGRAM, send_to, AF_INET6); }},
	{"send-unspecified", 2, [](char **a) { return with_address(a, SOCK_DGRAM, send_to, AF_INET, Unspecified::yes); }},
	{"send-two", 4, send_two},
	{"send-raw", 1, send_raw},
	{"send-packet", 0, send_packet},
	{"bind", 2, [](char **a) { return with_address(a, SOCK_STREAM, ::bind); }},
	{"bind-udp", 2, [](char **a) { return with_address(a, SOCK_DGRAM, ::bind); }},
	{"bind-unspecified", 2, [](char **a) { return with_address(a, SOCK_STREAM, ::bind, AF_INET, Unspecified::yes); }},
	{"listen", 1, listen_unbound},
};

} // namespace

std::span<const Call> socket_calls() { return socket_rows; }

} // namespace guest_try
