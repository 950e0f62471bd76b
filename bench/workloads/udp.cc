// SPDX-License-Identifier: GPL-2.0
#include <sys/socket.h>

#include "bench/loopback.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Udp final : public Workload {
public:
	base::Result<void> set_up() override
	{
		auto receiver = ports_.find(SOCK_DGRAM);
		if (!receiver)
			return tl::unexpected(receiver.error());
		receiver_ = std::move(*receiver);
		sender_.reset(bound_socket(SOCK_DGRAM, ports_.second));
		if (!sender_ || connect_to(sender_.get(), ports_.first) != 0)
			return set_up_failed("connect a UDP socket over the loopback device", "127.0.0.1");
		return {};
	}

	bool once() noexcept override
	{
		return ::send(sender_.get(), &byte_, 1, 0) == 1 && ::recv(receiver_.get(), &byte_, 1, 0) == 1;
	}

private:
	PortPair ports_;
	base::Fd receiver_;
	base::Fd sender_;
	char byte_ = 'x';
};

} // namespace

std::unique_ptr<Workload> make_udp() { return std::make_unique<Udp>(); }

} // namespace bench
