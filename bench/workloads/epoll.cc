// SPDX-License-Identifier: GPL-2.0
//
// Waiting that does not have to wait, without a hook.
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Epoll final : public Workload {
public:
	base::Result<void> set_up() override
	{
		epoll_event event{.events = EPOLLIN, .data = {}};

		ready_.reset(::eventfd(1, EFD_CLOEXEC));
		epoll_.reset(::epoll_create1(EPOLL_CLOEXEC));
		if (!ready_ || !epoll_ || ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, ready_.get(), &event) != 0)
			return set_up_failed("wait for an eventfd with epoll");
		return {};
	}

	bool once() noexcept override
	{
		epoll_event event{};

		return ::epoll_wait(epoll_.get(), &event, 1, -1) == 1;
	}

private:
	base::Fd ready_;
	base::Fd epoll_;
};

} // namespace

std::unique_ptr<Workload> make_epoll() { return std::make_unique<Epoll>(); }

} // namespace bench
