// SPDX-License-Identifier: GPL-2.0
//
// By the system call: the C library's clone() wants a stack.
#include <linux/sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Userns final : public Workload {
public:
	bool once() noexcept override
	{
		const auto child = static_cast<pid_t>(::syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, nullptr, nullptr, nullptr, nullptr));

		if (child == 0)
			::_exit(0);
		if (child < 0 && errno == ENOSPC)
			errno = EPERM; // the limit of namespaces is used up, or zero
		int status = 0;
		return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	}
};

} // namespace

std::unique_ptr<Workload> make_userns() { return std::make_unique<Userns>(); }

} // namespace bench
