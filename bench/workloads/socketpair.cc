// SPDX-License-Identifier: GPL-2.0
//
// One byte over a unix stream pair within one process.
#include <sys/socket.h>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Socketpair final : public Workload {
public:
	base::Result<void> set_up() override
	{
		int fds[2];

		if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
			return set_up_failed("create a socket pair");
		sender_.reset(fds[0]);
		receiver_.reset(fds[1]);
		return {};
	}

	bool once() noexcept override
	{
		return ::send(sender_.get(), &byte_, 1, MSG_NOSIGNAL) == 1 && ::recv(receiver_.get(), &byte_, 1, 0) == 1;
	}

private:
	base::Fd sender_;
	base::Fd receiver_;
	char byte_ = 'x';
};

} // namespace

std::unique_ptr<Workload> make_socketpair() { return std::make_unique<Socketpair>(); }

} // namespace bench
