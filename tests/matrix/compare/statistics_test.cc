// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/statistics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace matrix::compare {
namespace {

using Samples = std::vector<double>;

// Figures of tables of U: two of 70 divisions of 4 and 4 are as far apart as can be.
TEST(MannWhitney, IsExactForFewSamples)
{
	EXPECT_NEAR(mann_whitney(Samples{1, 2, 3, 4}, Samples{5, 6, 7, 8}), 2.0 / 70, 1e-12);
	EXPECT_NEAR(mann_whitney(Samples{5, 6, 7, 8}, Samples{1, 2, 3, 4}), 2.0 / 70, 1e-12);
	// U = 2 of 5 and 5: 8 of 252.
	EXPECT_NEAR(mann_whitney(Samples{1, 2, 3, 4, 7}, Samples{5, 6, 8, 9, 10}), 8.0 / 252, 1e-12);
}

TEST(MannWhitney, EqualSamplesDoNotDiffer)
{
	EXPECT_EQ(mann_whitney(Samples{5, 5, 5}, Samples{5, 5, 5}), 1);
	EXPECT_EQ(mann_whitney(Samples(60, 5), Samples(60, 5)), 1);
	EXPECT_EQ(mann_whitney(Samples{}, Samples{1}), 1);
}

TEST(MannWhitney, TiesAreShared)
{
	// Ranks 1.5, 1.5, 3 and 4, 5, 6: 2 of 20.
	EXPECT_NEAR(mann_whitney(Samples{1, 1, 2}, Samples{3, 4, 5}), 2.0 / 20, 1e-12);
}

// R: wilcox.test(1:30, 11:40, exact = FALSE, correct = TRUE)
TEST(MannWhitney, IsTheNormalDistributionForMany)
{
	Samples a;
	Samples b;

	for (int i = 1; i <= 30; ++i) {
		a.push_back(i);
		b.push_back(i + 10);
	}
	const double p = mann_whitney(a, b);
	EXPECT_GT(p, 0.0001);
	EXPECT_LT(p, 0.0003);
}

TEST(LeastP, IsThatOfGroupsWhollyApart)
{
	EXPECT_NEAR(least_p(3, 3), 0.1, 1e-12);
	EXPECT_NEAR(least_p(4, 4), 2.0 / 70, 1e-12);
	EXPECT_EQ(least_p(1, 1), 1);
	EXPECT_EQ(least_p(0, 9), 1);
}

TEST(Bootstrap, HoldsTheChangeAndIsRepeatable)
{
	const Samples before{100, 101, 99, 100, 102, 98};
	const Samples after{110, 111, 109, 110, 112, 108};
	const Interval first = bootstrap_change(before, after);
	const Interval second = bootstrap_change(before, after);

	EXPECT_GT(first.low, 0.05);
	EXPECT_LT(first.low, 0.1);
	EXPECT_GT(first.high, 0.1);
	EXPECT_LT(first.high, 0.15);
	EXPECT_EQ(first.low, second.low);
	EXPECT_EQ(first.high, second.high);
}

TEST(Holm, AdjustsInTheOrderGiven)
{
	EXPECT_THAT(holm(Samples{0.04, 0.01, 0.03}), testing::ElementsAre(testing::DoubleEq(0.06), testing::DoubleEq(0.03), testing::DoubleEq(0.06)));
	EXPECT_THAT(holm(Samples{0.9, 0.8}), testing::ElementsAre(1, 1));
	EXPECT_TRUE(holm(Samples{}).empty());
}

} // namespace
} // namespace matrix::compare
