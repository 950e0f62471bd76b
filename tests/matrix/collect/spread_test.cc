// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/spread.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matrix/collect/progress.h"
#include "tests/matrix/collect/seconds_of_full.h"

namespace matrix::collect {
namespace {

std::vector<std::size_t> all(std::size_t count)
{
	std::vector<std::size_t> items(count);
	std::iota(items.begin(), items.end(), std::size_t{0});
	return items;
}

TEST(Spread, HasEachItemOnceAndBeginsWithTheFirst)
{
	for (std::size_t count = 0; count < 300; ++count) {
		auto order = spread(all(count));
		if (count > 0)
			EXPECT_EQ(order.front(), 0U);
		std::ranges::sort(order);
		EXPECT_EQ(order, all(count));
	}
	EXPECT_THAT(spread(all(8)), testing::ElementsAre(0, 5, 2, 7, 4, 1, 6, 3));
	EXPECT_THAT(spread({7, 9}), testing::ElementsAre(7, 9));
}

TEST(Spread, AShuffleIsTheSameForTheSameSeedEverywhere)
{
	auto order = shuffled(all(100), 7);

	EXPECT_EQ(order, shuffled(all(100), 7));
	EXPECT_NE(order, shuffled(all(100), 8));
	std::ranges::sort(order);
	EXPECT_EQ(order, all(100));
	// std::mt19937_64 is the same in every library.
	EXPECT_THAT(shuffled({0, 1, 2, 3, 4}, 1), testing::ElementsAre(1, 4, 0, 2, 3));
	EXPECT_TRUE(shuffled({}, 1).empty());
}

// The worst errors of an estimate from the first tenth on: of the time that is left,
// until the last tenth, and of the whole time.
struct Errors {
	double left = 0;
	double whole = 0;
};

Errors errors_of_estimates(const std::vector<std::size_t> &order)
{
	std::array<double, 2> busy_until{};
	std::vector<double> ends;
	for (const std::size_t item : order) {
		double &worker = *std::ranges::min_element(busy_until);
		worker += seconds_of_full[item];
		ends.push_back(worker);
	}
	std::ranges::sort(ends);

	std::ostringstream out;
	const auto start = Progress::Clock::now();
	Progress progress{out, false, ends.size(), start};
	Errors worst;
	for (std::size_t done = 1; done < ends.size(); ++done) {
		progress.finished("a boot", "ok");
		if (done * 10 < ends.size())
			continue;
		const double now = ends[done - 1];
		const double said = progress.estimate(start + std::chrono::duration_cast<Progress::Clock::duration>(std::chrono::duration<double>(now)));
		const double left = ends.back() - now;
		worst.whole = std::max(worst.whole, std::abs(said - left) / ends.back());
		if (done * 10 <= 9 * ends.size())
			worst.left = std::max(worst.left, std::abs(said - left) / left);
	}
	return worst;
}

TEST(Spread, LetsTheFirstTenthTellHowLongTheRestTakes)
{
	const auto plan = all(seconds_of_full.size());

	EXPECT_LT(errors_of_estimates(spread(plan)).left, 0.2);
	EXPECT_LT(errors_of_estimates(spread(plan)).whole, 0.2);
	// In the order of the plan it does not.
	EXPECT_GT(errors_of_estimates(plan).left, 0.2);
}

} // namespace
} // namespace matrix::collect
