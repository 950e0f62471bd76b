// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/progress.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace matrix::collect {
namespace {

TEST(Progress, MinutesAreReadable)
{
	EXPECT_EQ(minutes(0), "0:00");
	EXPECT_EQ(minutes(59.6), "1:00");
	EXPECT_EQ(minutes(671), "11:11");
}

TEST(Progress, PlainLinesWhereThereIsNoTerminal)
{
	std::ostringstream out;
	Progress progress{out, false, 3};

	progress.taken_over("none idle");
	progress.started("override idle");
	progress.tick();
	progress.finished("override idle", "ok");
	progress.end();
	EXPECT_EQ(out.str().find('\033'), std::string::npos);
	EXPECT_EQ(out.str().find('\r'), std::string::npos);
	EXPECT_THAT(out.str(), testing::HasSubstr("[ 1/3] none idle: finished before, kept"));
	EXPECT_THAT(out.str(), testing::HasSubstr("[ 2/3] override idle: ok"));
}

TEST(Progress, TheEstimateGoesByWhatWasReallyBooted)
{
	std::ostringstream out;
	const auto start = Progress::Clock::now();
	Progress progress{out, true, 4, start};

	progress.taken_over("a");
	EXPECT_LT(progress.estimate(start + std::chrono::seconds{10}), 0);
	progress.started("b");
	progress.finished("b", "ok");
	EXPECT_DOUBLE_EQ(progress.estimate(start + std::chrono::seconds{10}), 20);
}

} // namespace
} // namespace matrix::collect
