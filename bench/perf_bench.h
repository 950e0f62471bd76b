// SPDX-License-Identifier: GPL-2.0
//
// A whole run of a benchmark of perf, which prints to /dev/null. Most of it is the
// benchmark's loop; its start and its end are in the count as well.
//
//   std::unique_ptr<Workload> pipe = std::make_unique<PerfBench>(PerfBench::Words{"sched", "pipe", "-l", "1000"});
#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <vector>

#include "bench/set_up.h"
#include "bench/workload.h"
#include "loader/base/fd.h"

namespace bench {

class PerfBench final : public Workload {
public:
	using Words = std::vector<std::string>;

	explicit PerfBench(const Words &words) : words_{"perf", "bench"} { words_.insert(words_.end(), words.begin(), words.end()); }

	base::Result<void> set_up() override
	{
		if (::access(program, X_OK) != 0)
			return base::fail_errno(errno, {.id = std::string{not_here}, .code = base::ExitCode::failed, .action = "find the program",
							.object = program, .reason = {}, .hint = {}, .errnum = 0});
		nowhere_.reset(::open("/dev/null", O_WRONLY | O_CLOEXEC));
		if (!nowhere_)
			return set_up_failed("open", "/dev/null");
		for (std::string &word : words_)
			arguments_.push_back(word.data());
		arguments_.push_back(nullptr);
		return {};
	}

	bool once() noexcept override
	{
		std::array<char *, 1> environment{nullptr};
		const pid_t child = ::vfork();

		if (child == 0) {
			// The child has descriptors of its own, and nothing else.
			::dup2(nowhere_.get(), STDOUT_FILENO);
			::execve(program, arguments_.data(), environment.data());
			::_exit(127);
		}
		int status = 0;
		if (child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0)
			return true;
		errno = ENOEXEC;
		return false;
	}

private:
	static constexpr const char *program = "/bin/perf";

	Words words_;
	std::vector<char *> arguments_;
	base::Fd nowhere_;
};

} // namespace bench
