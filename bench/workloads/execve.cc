// SPDX-License-Identifier: GPL-2.0
//
// vfork and execve of a program of nine bytes of code, so that nearly all that
// is counted is the kernel's. Its arguments and its environment are fixed: they
// are copied to the new stack, and their length would show in the count.
#include <sys/wait.h>
#include <unistd.h>

#include "bench/tiny_elf.h"
#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Execve final : public Workload {
public:
	base::Result<void> set_up() override { return file_.create(tiny_elf(), 0755); }

	bool once() noexcept override
	{
		const pid_t child = ::vfork();

		if (child == 0) {
			::execve(file_.name(), arguments_, environment_);
			::_exit(127);
		}
		int status = 0;
		return child > 0 && ::waitpid(child, &status, 0) == child && ran(status);
	}

private:
	static bool ran(int status) noexcept
	{
		if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
			return true;
		errno = ENOEXEC;
		return false;
	}

	TmpfsFile file_;
	char name_[5] = "file";
	char *arguments_[2] = {name_, nullptr};
	char *environment_[1] = {nullptr};
};

} // namespace

std::unique_ptr<Workload> make_execve() { return std::make_unique<Execve>(); }

} // namespace bench
