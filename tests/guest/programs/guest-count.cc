// SPDX-License-Identifier: GPL-2.0
//
// guest-count COMMAND…: runs it and prints how many instructions it took, with those of
// the kernel for it and of its children, in thousands. Needs a guest in which a
// nanosecond of the processor is an instruction (tcg-icount); the clock is no count of
// them: it jumps over what the guest waits. Status: the command's.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

static long long microseconds(const timeval &time) { return time.tv_sec * 1000000LL + time.tv_usec; }

int main(int argc, char **argv)
{
	int status = 0;

	if (argc < 2)
		return 2;
	rusage used{};
	const pid_t child = ::fork();
	if (child == 0) {
		::execvp(argv[1], argv + 1);
		::_exit(127);
	}
	::wait4(child, &status, 0, &used);
	std::printf("%lld thousand instructions\n", microseconds(used.ru_utime) + microseconds(used.ru_stime));
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
