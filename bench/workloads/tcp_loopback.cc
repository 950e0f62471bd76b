// SPDX-License-Identifier: GPL-2.0
//
// A whole TCP connection over loopback within one process, leaving nothing
// behind that would make the next one dearer: the client closes with a reset
// (SO_LINGER of zero), so that neither end goes through TIME_WAIT and the ports
// are free at once.
#include <sys/socket.h>
#include <unistd.h>

#include "bench/loopback.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class TcpLoopback final : public Workload {
public:
	base::Result<void> set_up() override
	{
		auto listener = ports_.find(SOCK_STREAM);
		if (!listener)
			return tl::unexpected(listener.error());
		listener_ = std::move(*listener);
		if (::listen(listener_.get(), 1) != 0)
			return set_up_failed("listen on the loopback device", "127.0.0.1");
		return {};
	}

	bool once() noexcept override
	{
		const int client = bound_socket(SOCK_STREAM, ports_.second);
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
		    connect_to(client, ports_.first) != 0)
			return false;
		const int peer = ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC);
		if (peer < 0)
			return false;
		const bool sent = ::send(client, &byte_, 1, MSG_NOSIGNAL) == 1 && ::recv(peer, &byte_, 1, 0) == 1;
		// The server's end stays the passive one: it resets too, so that it
		// does not wait for the client's last acknowledgement.
		return ::setsockopt(peer, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)) == 0 && ::close(peer) == 0 && sent;
	}

	PortPair ports_;
	base::Fd listener_;
	char byte_ = 'x';
};

} // namespace

std::unique_ptr<Workload> make_tcp_loopback() { return std::make_unique<TcpLoopback>(); }

} // namespace bench
