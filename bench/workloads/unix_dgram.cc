// SPDX-License-Identifier: GPL-2.0
#include <sys/socket.h>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class UnixDgram final : public Workload {
public:
	base::Result<void> set_up() override
	{
		int fds[2];

		if (::socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, fds) != 0)
			return set_up_failed("create a pair of datagram sockets");
		sender_.reset(fds[0]);
		receiver_.reset(fds[1]);
		return {};
	}

	bool once() noexcept override
	{
		return ::send(sender_.get(), &byte_, 1, 0) == 1 && ::recv(receiver_.get(), &byte_, 1, 0) == 1;
	}

private:
	base::Fd sender_;
	base::Fd receiver_;
	char byte_ = 'x';
};

} // namespace

std::unique_ptr<Workload> make_unix_dgram() { return std::make_unique<UnixDgram>(); }

} // namespace bench
