// SPDX-License-Identifier: GPL-2.0
//
// guest-count COMMAND…: runs it and prints how many instructions the guest executed
// meanwhile, all of it, in thousands. Needs a guest whose TSC counts instructions
// (tcg-icount). Status: the command's.
#include <sys/wait.h>
#include <unistd.h>
#include <x86intrin.h>

#include <cstdio>

int main(int argc, char **argv)
{
	int status = 0;

	if (argc < 2)
		return 2;
	const unsigned long long before = __rdtsc();
	const pid_t child = ::fork();
	if (child == 0) {
		::execvp(argv[1], argv + 1);
		::_exit(127);
	}
	::waitpid(child, &status, 0);
	const unsigned long long after = __rdtsc();
	std::printf("%llu thousand instructions\n", (after - before) / 1000);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
