// SPDX-License-Identifier: GPL-2.0
//
// A whole TCP connection over loopback within one process, leaving nothing
// behind that would make the next one dearer:
//  - both ends have fixed ports, so that no search for a free one is counted
//    and every connection falls into the same hash buckets;
//  - the client closes with a reset (SO_LINGER of zero), so that neither end
//    goes through TIME_WAIT and the ports are free at once.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

// Below the ephemeral range of every default configuration. In a guest the
// first pair is always free; on a host the next ones are tried.
constexpr std::uint16_t first_port = 17170;
constexpr std::uint16_t last_port = 17230;

sockaddr_in loopback(std::uint16_t port)
{
	sockaddr_in address{};

	address.sin_family = AF_INET;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.sin_port = htons(port);
	return address;
}

int bound_socket(const sockaddr_in &address) noexcept
{
	const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd >= 0 && ::bind(fd, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) != 0) {
		const int errnum = errno;
		::close(fd);
		errno = errnum;
		return -1;
	}
	return fd;
}

class TcpLoopback final : public Workload {
public:
	base::Result<void> set_up() override
	{
		for (std::uint16_t port = first_port; port < last_port; port = static_cast<std::uint16_t>(port + 2)) {
			server_ = loopback(port);
			client_ = loopback(static_cast<std::uint16_t>(port + 1));
			listener_.reset(bound_socket(server_));
			if (listener_ && base::Fd{bound_socket(client_)})
				break;
			listener_.reset();
		}
		if (!listener_ || ::listen(listener_.get(), 1) != 0)
			return set_up_failed("listen on the loopback device", "127.0.0.1");
		return {};
	}

	bool once() noexcept override
	{
		const int client = bound_socket(client_);
		if (client < 0)
			return false;
		const bool sent = converse(client);
		return ::close(client) == 0 && sent;
	}

private:
	bool converse(int client) noexcept
	{
		const linger reset{.l_onoff = 1, .l_linger = 0};

		if (::setsockopt(client, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)) != 0 ||
		    ::connect(client, reinterpret_cast<const sockaddr *>(&server_), sizeof(server_)) != 0)
			return false;
		const int peer = ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC);
		if (peer < 0)
			return false;
		const bool sent = ::send(client, &byte_, 1, MSG_NOSIGNAL) == 1 && ::recv(peer, &byte_, 1, 0) == 1;
		// The server's end stays the passive one: it resets too, so that it
		// does not wait for the client's last acknowledgement.
		return ::setsockopt(peer, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)) == 0 && ::close(peer) == 0 && sent;
	}

	base::Fd listener_;
	sockaddr_in server_{};
	sockaddr_in client_{};
	char byte_ = 'x';
};

} // namespace

std::unique_ptr<Workload> make_tcp_loopback() { return std::make_unique<TcpLoopback>(); }

} // namespace bench
