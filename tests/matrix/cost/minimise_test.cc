// SPDX-License-Identifier: GPL-2.0
#include "matrix/cost/minimise.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

namespace matrix::cost {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Set = std::vector<std::size_t>;

bool has(const Set &set, std::size_t index) { return std::ranges::find(set, index) != set.end(); }

TEST(Minimise, FindsWhatIsNeededTogether)
{
	std::size_t trials = 0;
	const auto found = minimise(200, [&trials](const Set &chosen) -> base::Result<Outcome> {
		trials++;
		return has(chosen, 17) && has(chosen, 150) ? Outcome::bad : Outcome::good;
	});

	ASSERT_TRUE(found);
	EXPECT_THAT(*found, ElementsAre(17, 150));
	EXPECT_LT(trials, 120U);
}

TEST(Minimise, OneIsFoundInALogarithmOfTrials)
{
	std::size_t trials = 0;
	const auto found = minimise(1024, [&trials](const Set &chosen) -> base::Result<Outcome> {
		trials++;
		return has(chosen, 1000) ? Outcome::bad : Outcome::good;
	});

	ASSERT_TRUE(found);
	EXPECT_THAT(*found, ElementsAre(1000));
	EXPECT_LE(trials, 20U);
}

// What needs another one beside it does not build, or is not what was asked for.
TEST(Minimise, UnresolvedTrialsDoNotStopIt)
{
	const auto found = minimise(16, [](const Set &chosen) -> base::Result<Outcome> {
		if (has(chosen, 3) != has(chosen, 12))
			return Outcome::unresolved;
		return has(chosen, 3) && has(chosen, 7) ? Outcome::bad : Outcome::good;
	});

	ASSERT_TRUE(found);
	EXPECT_THAT(*found, ElementsAre(3, 7, 12));
}

TEST(Minimise, NoSingleOneOfTheResultCanBeLeftOut)
{
	for (unsigned seed = 0; seed < 40; seed++) {
		const auto bad = [seed](const Set &chosen) { return has(chosen, seed % 23) && (has(chosen, 23 + seed % 7) || has(chosen, 31)); };
		const auto found = minimise(32, [&](const Set &chosen) -> base::Result<Outcome> { return bad(chosen) ? Outcome::bad : Outcome::good; });
		ASSERT_TRUE(found);
		EXPECT_TRUE(bad(*found));
		for (const std::size_t each : *found) {
			Set rest = *found;
			std::erase(rest, each);
			EXPECT_FALSE(bad(rest)) << seed;
		}
	}
}

TEST(Minimise, OneOrNoDifferenceNeedsNoTrial)
{
	const Trial never = [](const Set &) -> base::Result<Outcome> {
		ADD_FAILURE();
		return Outcome::good;
	};

	EXPECT_THAT(*minimise(1, never), ElementsAre(0));
	EXPECT_THAT(*minimise(0, never), IsEmpty());
}

TEST(Minimise, AnErrorEndsIt)
{
	unsigned trials = 0;
	const auto found = minimise(8, [&trials](const Set &) -> base::Result<Outcome> {
		if (++trials == 3)
			return base::fail({.id = "interrupted", .code = base::ExitCode::interrupted, .action = {}, .object = {}, .reason = {}, .hint = {}, .errnum = 0});
		return Outcome::good;
	});

	ASSERT_FALSE(found);
	EXPECT_EQ(found.error().id, "interrupted");
	EXPECT_EQ(trials, 3U);
}

} // namespace
} // namespace matrix::cost
