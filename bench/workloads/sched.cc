// SPDX-License-Identifier: GPL-2.0
//
// By the system call: the C library keeps policies of its own threads.
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Sched final : public Workload {
public:
	base::Result<void> set_up() override
	{
		policy_ = ::sched_getscheduler(0);
		if (policy_ < 0 || ::sched_getparam(0, &parameters_) != 0)
			return set_up_failed("read the scheduling policy");
		return {};
	}

	bool once() noexcept override { return ::syscall(SYS_sched_setscheduler, 0, policy_, &parameters_) == 0; }

private:
	int policy_ = 0;
	sched_param parameters_{};
};

} // namespace

std::unique_ptr<Workload> make_sched() { return std::make_unique<Sched>(); }

} // namespace bench
