// SPDX-License-Identifier: GPL-2.0
//
// There and back, so that each acknowledgement travels with a byte and none is put
// off until a timer says so.
#include <sys/socket.h>

#include "bench/loopback.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class TcpStream final : public Workload {
public:
	base::Result<void> set_up() override
	{
		const auto listener = ports_.find(SOCK_STREAM);
		if (!listener)
			return tl::unexpected(listener.error());
		client_.reset(bound_socket(SOCK_STREAM, ports_.second));
		if (!client_ || ::listen(listener->get(), 1) != 0 || connect_to(client_.get(), ports_.first) != 0)
			return set_up_failed("connect over the loopback device", "127.0.0.1");
		server_.reset(::accept4(listener->get(), nullptr, nullptr, SOCK_CLOEXEC));
		const linger reset{.l_onoff = 1, .l_linger = 0};
		if (!server_ || ::setsockopt(client_.get(), SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)) != 0)
			return set_up_failed("accept a connection over the loopback device", "127.0.0.1");
		return {};
	}

	bool once() noexcept override { return carry(client_, server_) && carry(server_, client_); }

private:
	bool carry(const base::Fd &from, const base::Fd &to) noexcept
	{
		return ::send(from.get(), &byte_, 1, MSG_NOSIGNAL) == 1 && ::recv(to.get(), &byte_, 1, 0) == 1;
	}

	PortPair ports_;
	base::Fd server_;
	base::Fd client_; // goes first, with a reset
	char byte_ = 'x';
};

} // namespace

std::unique_ptr<Workload> make_tcp_stream() { return std::make_unique<TcpStream>(); }

} // namespace bench
