// SPDX-License-Identifier: GPL-2.0
#include "loader/stopwatch.h"

#include <sys/resource.h>

#include <ctime>

namespace loader {

namespace {

std::uint64_t nanoseconds(clockid_t clock)
{
	timespec now{};

	::clock_gettime(clock, &now);
	return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(now.tv_nsec);
}

std::uint64_t nanoseconds(const timeval &time)
{
	return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(time.tv_usec) * 1000;
}

Lap now()
{
	rusage children{};

	::getrusage(RUSAGE_CHILDREN, &children);
	return {nanoseconds(CLOCK_MONOTONIC),
		nanoseconds(CLOCK_PROCESS_CPUTIME_ID) + nanoseconds(children.ru_utime) + nanoseconds(children.ru_stime)};
}

} // namespace

Stopwatch::Stopwatch() : last_(now()) {}

Lap Stopwatch::lap()
{
	const Lap here = now();
	const Lap since{here.clock_ns - last_.clock_ns, here.cpu_ns - last_.cpu_ns};

	last_ = here;
	return since;
}

} // namespace loader
