// SPDX-License-Identifier: GPL-2.0
//
// vfork, execve and wait, of a program that is there already. Its arguments and its
// environment are fixed: they are copied to the new stack, and their length would show
// in the count.
//
//   bench::TinyProgram program{"file"};
//   program.run();    // true when it ended with 0
//   program.start() && program.start() && program.wait() && program.wait();   // two at once
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>

namespace bench {

class TinyProgram {
public:
	// `argument` may be empty: none.
	explicit TinyProgram(std::string path, std::string argument = {}) : path_(std::move(path)), argument_(std::move(argument)) {}

	bool run() noexcept { return start() && wait(); }

	bool start() noexcept
	{
		std::array<char *, 3> arguments{path_.data(), argument_.empty() ? nullptr : argument_.data(), nullptr};
		std::array<char *, 1> environment{nullptr};
		refused_ = 0;
		const pid_t child = ::vfork();

		if (child == 0) {
			::execve(path_.c_str(), arguments.data(), environment.data());
			refused_ = errno; // in the memory of both
			::_exit(127);
		}
		return child > 0;
	}

	// For whichever ends first.
	bool wait() noexcept
	{
		int status = 0;
		return ::waitpid(-1, &status, 0) > 0 && ended_well(status);
	}

private:
	[[nodiscard]] bool ended_well(int status) const noexcept
	{
		if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
			return true;
		errno = refused_ != 0 ? refused_ : ENOEXEC;
		return false;
	}

	std::string path_;
	std::string argument_;
	volatile int refused_ = 0;
};

} // namespace bench
