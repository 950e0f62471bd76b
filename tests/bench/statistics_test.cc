// SPDX-License-Identifier: GPL-2.0
#include "bench/statistics.h"

#include <gtest/gtest.h>

namespace bench {
namespace {

TEST(Statistics, NoSamplesGiveNoFigures)
{
	const Summary summary = summarize({});

	EXPECT_EQ(summary.count, 0U);
	EXPECT_EQ(summary.median, 0);
}

TEST(Statistics, OneSampleIsAllOfThem)
{
	const Summary summary = summarize(std::vector<double>{486});

	EXPECT_EQ(summary.min, 486);
	EXPECT_EQ(summary.median, 486);
	EXPECT_EQ(summary.max, 486);
	EXPECT_EQ(summary.spread, 0);
}

TEST(Statistics, AnInterruptDoesNotMoveTheMedian)
{
	const Summary summary = summarize(std::vector<double>{486, 486, 9123, 486, 486});

	EXPECT_EQ(summary.count, 5U);
	EXPECT_EQ(summary.median, 486);
	EXPECT_EQ(summary.max, 9123);
	EXPECT_EQ(summary.spread, 0);
}

// An average of two counts would be a count that was never seen.
TEST(Statistics, TheMedianIsOneOfTheSamples)
{
	EXPECT_EQ(summarize(std::vector<double>{4, 1, 3, 2}).median, 2);
}

TEST(Statistics, QuantilesAreNearestRanks)
{
	const std::vector<double> ten{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

	EXPECT_EQ(quantile(ten, 0), 1);
	EXPECT_EQ(quantile(ten, 0.25), 3);
	EXPECT_EQ(quantile(ten, 0.9), 9);
	EXPECT_EQ(quantile(ten, 1), 10);
	EXPECT_EQ(quantile(ten, 7), 10);
	EXPECT_EQ(quantile(ten, -1), 1);
	EXPECT_EQ(quantile({}, 0.5), 0);
}

} // namespace
} // namespace bench
