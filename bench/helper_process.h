// SPDX-License-Identifier: GPL-2.0
//
// A second process for a workload that needs one. It ends with the workload, and
// with the process of the workload however that ends.
//
//   bench::HelperProcess echo;
//   if (auto started = echo.start([&] { while (copy_a_word()) ; }); !started) return started;
#pragma once

#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "bench/set_up.h"

namespace bench {

class HelperProcess {
public:
	HelperProcess() = default;
	HelperProcess(const HelperProcess &) = delete;
	HelperProcess &operator=(const HelperProcess &) = delete;
	~HelperProcess()
	{
		if (pid_ <= 0)
			return;
		::kill(pid_, SIGKILL);
		::waitpid(pid_, nullptr, 0);
	}

	// What `body` does is done in the other process, which then ends.
	template <class Body> base::Result<void> start(const Body &body)
	{
		pid_ = ::fork();
		if (pid_ < 0)
			return set_up_failed("start a process");
		if (pid_ > 0)
			return {};
		::prctl(PR_SET_PDEATHSIG, SIGKILL);
		body();
		::_exit(0);
	}

	[[nodiscard]] pid_t pid() const { return pid_; }

private:
	pid_t pid_ = -1;
};

} // namespace bench
