// SPDX-License-Identifier: GPL-2.0
//
// _Fork() rather than fork(): no handlers and no locks of the C library, only
// the system call. What the parent's copied-on-write stack costs afterwards is
// part of the operation, as it is in real life.
#include <sys/wait.h>
#include <unistd.h>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class ForkWait final : public Workload {
public:
	bool once() noexcept override
	{
		const pid_t child = ::_Fork();

		if (child == 0)
			::_exit(0);
		int status = 0;
		return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) &&
		       WEXITSTATUS(status) == 0;
	}
};

} // namespace

std::unique_ptr<Workload> make_fork_wait() { return std::make_unique<ForkWait>(); }

} // namespace bench
