// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/pairs.h"

#include <gtest/gtest.h>

#include "matrix/compare/compare.h"
#include "tests/matrix/compare/timed.h"

namespace matrix::compare {
namespace {

using example::around;
using example::none_idle;
using example::timed;

TEST(Pairs, OfTimesNeedNotBeEqual)
{
	const Results results = timed({{none_idle, around(100)}});
	const std::vector<Pair> pairs = find_pairs(results.cells);

	ASSERT_EQ(pairs.size(), 1U);
	EXPECT_EQ(pairs[0].compared, 1U);
	EXPECT_TRUE(pairs[0].differences.empty());
	EXPECT_EQ(sides_of(pairs[0]), "the first and the second half of its boots");
	EXPECT_TRUE(compare(results)->pairs_equal());
}

TEST(Pairs, OfTimesThatDriftAreNotEqual)
{
	const Results results = timed({{none_idle, {100, 101, 102, 103, 104, 120, 121, 122, 123, 124}}});
	const std::vector<Pair> pairs = find_pairs(results.cells);

	ASSERT_EQ(pairs[0].differences.size(), 1U);
	EXPECT_EQ(pairs[0].differences[0].first, 102);
	EXPECT_EQ(pairs[0].differences[0].second, 122);
	EXPECT_FALSE(compare(results)->pairs_equal());
	EXPECT_TRUE(find_pairs(results.cells, {.threshold = 0.5})[0].differences.empty());
}

TEST(Pairs, OfTooFewBootsShowNothing)
{
	const Results results = timed({{none_idle, {100, 100}}, {example::override_idle, {7}}});
	const std::vector<Pair> pairs = find_pairs(results.cells);

	ASSERT_EQ(pairs.size(), 1U); // one boot has no halves
	EXPECT_EQ(pairs[0].compared, 0U);
	EXPECT_EQ(pairs[0].too_few, 1U);
	EXPECT_FALSE(compare(results)->pairs_equal());
}

TEST(Pairs, OfCountsAreTwoBootsWhoseMediansAreEqualOrNot)
{
	Results results = example::results();
	results.cells.back().samples = {501};
	const std::vector<Pair> pairs = find_pairs(results.cells);

	ASSERT_EQ(pairs.size(), 1U);
	EXPECT_EQ(pairs[0].compared, 2U);
	EXPECT_EQ(pairs[0].differences.size(), 1U);
	EXPECT_EQ(sides_of(pairs[0]), "boot 1 and boot 2");
}

} // namespace
} // namespace matrix::compare
