// SPDX-License-Identifier: GPL-2.0
#include "loader/stopwatch.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ctime>

namespace loader {
namespace {

constexpr std::uint64_t ms = 1'000'000;

// Until the processor has spent that on this process.
void work(std::uint64_t ns)
{
	timespec now{};

	do
		::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	while (static_cast<std::uint64_t>(now.tv_sec) * 1000 * ms + static_cast<std::uint64_t>(now.tv_nsec) < ns);
}

std::uint64_t worked()
{
	timespec now{};

	::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return static_cast<std::uint64_t>(now.tv_sec) * 1000 * ms + static_cast<std::uint64_t>(now.tv_nsec);
}

TEST(Stopwatch, CountsWorkAndWhatPassesMeanwhile)
{
	Stopwatch watch;
	work(worked() + 20 * ms);
	const Lap lap = watch.lap();

	EXPECT_GE(lap.cpu_ns, 20 * ms);
	EXPECT_GE(lap.clock_ns, 20 * ms);
}

TEST(Stopwatch, WaitingIsOnTheClockAlone)
{
	const timespec pause{0, 30 * static_cast<long>(ms)};
	Stopwatch watch;
	::nanosleep(&pause, nullptr);
	const Lap lap = watch.lap();

	EXPECT_GE(lap.clock_ns, 30 * ms);
	EXPECT_LT(lap.cpu_ns, lap.clock_ns);
}

TEST(Stopwatch, AChildsWorkIsItsParents)
{
	Stopwatch watch;
	const pid_t child = ::fork();
	if (child == 0) {
		work(40 * ms);
		::_exit(0);
	}
	ASSERT_GT(child, 0);
	ASSERT_EQ(::waitpid(child, nullptr, 0), child);

	EXPECT_GE(watch.lap().cpu_ns, 30 * ms); // the kernel rounds a child's
}

TEST(Stopwatch, ALapBeginsWhereTheOneBeforeEnded)
{
	Stopwatch watch;
	work(worked() + 20 * ms);
	const Lap first = watch.lap();
	const Lap second = watch.lap();

	EXPECT_LT(second.cpu_ns, first.cpu_ns);
}

} // namespace
} // namespace loader
