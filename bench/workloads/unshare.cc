// SPDX-License-Identifier: GPL-2.0
//
// In a child each time: a process goes down into user namespaces and never up again.
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Unshare final : public Workload {
public:
	bool once() noexcept override
	{
		const pid_t child = ::fork();

		if (child == 0)
			::_exit(::unshare(CLONE_NEWUSER) == 0 ? 0 : errno);
		int status = 0;
		if (child < 0 || ::waitpid(child, &status, 0) != child)
			return false;
		errno = WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
		if (errno == ENOSPC)
			errno = EPERM; // the limit of namespaces is used up, or zero
		return errno == 0;
	}
};

} // namespace

std::unique_ptr<Workload> make_unshare() { return std::make_unique<Unshare>(); }

} // namespace bench
