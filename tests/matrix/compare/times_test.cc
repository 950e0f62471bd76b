// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/times.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tests/matrix/compare/timed.h"

namespace matrix::compare {
namespace {

Difference alone(const std::vector<double> &before, const std::vector<double> &after, const ChangeOptions &options = {})
{
	Difference row = tested(before, after);
	Difference *table[] = {&row};

	judge(table, options);
	return row;
}

TEST(Times, DifferWhereTheTestTheIntervalAndTheThresholdSaySo)
{
	const Difference more = alone(example::around(100), example::around(110));

	EXPECT_EQ(more.verdict, Verdict::worse);
	EXPECT_TRUE(more.significant());
	EXPECT_NEAR(more.relative, 0.1, 0.01);
	EXPECT_GT(more.interval.low, 0);
	EXPECT_EQ(alone(example::around(110), example::around(100)).verdict, Verdict::better);
	EXPECT_EQ(alone(example::around(100), example::around(110), {.threshold = 0.2}).verdict, Verdict::equal_within);
	EXPECT_FALSE(alone(example::around(100), example::around(100)).significant());
}

TEST(Times, OfTooFewBootsAreNeverSignificant)
{
	// 3 and 3 cannot be below 0.1.
	EXPECT_EQ(alone({1, 2, 3}, {101, 102, 103}).verdict, Verdict::too_few);
	EXPECT_EQ(alone({1, 2, 3, 4}, {101, 102, 103, 104}).verdict, Verdict::worse);
}

TEST(Times, OfManyRowsHaveToShowMore)
{
	std::vector<Difference> rows(20, tested(std::vector<double>{100, 101, 102, 103, 104}, std::vector<double>{110, 111, 112, 113, 114}));
	std::vector<Difference *> table;
	for (Difference &row : rows)
		table.push_back(&row);
	judge(table, {});

	EXPECT_EQ(rows[0].verdict, Verdict::too_few); // 2/252 in twenty rows
	EXPECT_NEAR(rows[0].p, 20 * 2.0 / 252, 1e-9);
}

TEST(Times, SayHowManyBootsATableTakes)
{
	EXPECT_EQ(boots_needed(1), 4U);
	for (const std::size_t rows : {1U, 7U, 100U, 2000U}) {
		const std::size_t boots = boots_needed(rows);
		EXPECT_LT(least_p(boots, boots) * static_cast<double>(rows), 0.05) << rows;
		EXPECT_GE(least_p(boots - 1, boots - 1) * static_cast<double>(rows), 0.05) << rows;
	}
}

TEST(Times, ThatWereNothingHaveNoInterval)
{
	const Difference row = alone({0, 0, 0, 0, 0}, {9, 9, 9, 9, 9});

	EXPECT_TRUE(std::isinf(row.interval.high));
	EXPECT_EQ(row.verdict, Verdict::inconclusive);
}

} // namespace
} // namespace matrix::compare
