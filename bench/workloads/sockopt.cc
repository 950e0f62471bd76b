// SPDX-License-Identifier: GPL-2.0
#include <sys/socket.h>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Sockopt final : public Workload {
public:
	base::Result<void> set_up() override
	{
		socket_.reset(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
		if (!socket_)
			return set_up_failed("create a socket");
		return {};
	}

	bool once() noexcept override
	{
		int value = 1;
		socklen_t size = sizeof(value);

		return ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVLOWAT, &value, size) == 0 &&
		       ::getsockopt(socket_.get(), SOL_SOCKET, SO_RCVLOWAT, &value, &size) == 0;
	}

private:
	base::Fd socket_;
};

} // namespace

std::unique_ptr<Workload> make_sockopt() { return std::make_unique<Sockopt>(); }

} // namespace bench
