// SPDX-License-Identifier: GPL-2.0
//
// Of a process that sleeps: it is woken to stop, and goes on sleeping afterwards. Each
// time it runs at once, as a process of SCHED_FIFO does: else it has got back to sleep
// before the next PTRACE_ATTACH or it has not, and the two cost differently.
#include <sched.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/helper_process.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Ptrace final : public Workload {
public:
	base::Result<void> set_up() override
	{
		return traced_.start([] {
			const sched_param least{.sched_priority = 1};
			(void)::sched_setscheduler(0, SCHED_FIFO, &least); // natively not everybody may
			for (;;)
				::pause();
		});
	}

	bool once() noexcept override
	{
		int status = 0;

		return ::ptrace(PTRACE_ATTACH, traced_.pid(), nullptr, nullptr) == 0 &&
		       ::waitpid(traced_.pid(), &status, __WALL) == traced_.pid() && WIFSTOPPED(status) &&
		       ::ptrace(PTRACE_DETACH, traced_.pid(), nullptr, nullptr) == 0;
	}

private:
	HelperProcess traced_;
};

} // namespace

std::unique_ptr<Workload> make_ptrace() { return std::make_unique<Ptrace>(); }

} // namespace bench
