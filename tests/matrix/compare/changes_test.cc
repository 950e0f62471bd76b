// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matrix/compare/boots.h"
#include "tests/matrix/compare/example.h"

namespace matrix::compare {
namespace {

using example::override_idle;

Changes changes_of(const Results &before, const Results &after, double threshold = 0)
{
	auto changes = find_changes(before, after, {.threshold = threshold});

	EXPECT_TRUE(changes) << changes.error().to_string();
	return changes ? std::move(*changes) : Changes{};
}

Results with(std::vector<double> samples)
{
	Results results;

	results.cells = {example::cell(override_idle, "pipe", std::move(samples))};
	return results;
}

// One row of results per boot, on a machine whose times are measured.
Results timed(const std::vector<double> &boots, const std::string &cpu = "a CPU")
{
	Results results;

	results.context["guest"]["cpu"] = cpu;
	for (const double median : boots) {
		results.cells.push_back(example::cell(override_idle, "pipe", {median}, static_cast<unsigned>(results.cells.size() + 1)));
		results.cells.back().accelerator = "kvm";
		results.cells.back().counter = "cycles";
	}
	return results;
}

Verdict verdict_of(const Results &before, const Results &after, double threshold = 0)
{
	const Changes changes = changes_of(before, after, threshold);

	EXPECT_EQ(changes.rows.size(), 1U);
	return changes.rows.empty() ? Verdict::inconclusive : changes.rows[0].verdict;
}

TEST(Changes, TheSameResultsAreEqual)
{
	const Changes changes = changes_of(example::results(), example::results());

	EXPECT_EQ(changes.rows.size(), 10U); // the second boot of a row is no row
	EXPECT_EQ(changes.count(Verdict::equal), 10U);
	EXPECT_THAT(changes.missing, testing::IsEmpty());
	EXPECT_THAT(changes.doubts, testing::IsEmpty());
}

TEST(Changes, OneInstructionMoreIsWorseAndOneLessIsBetter)
{
	EXPECT_EQ(verdict_of(with({1000, 1000}), with({1001, 1001})), Verdict::worse);
	EXPECT_EQ(verdict_of(with({1000, 1000}), with({999, 999})), Verdict::better);
	EXPECT_EQ(verdict_of(with({1000, 1000}), with({1001, 1001}), 0.01), Verdict::equal_within);
	EXPECT_EQ(verdict_of(with({1000, 1000}), with({1011, 1011}), 0.01), Verdict::worse);
}

TEST(Changes, CountsOfSeveralModesAreNeverWorse)
{
	EXPECT_EQ(verdict_of(with({1000, 1010, 1020, 1030}), with({1005, 1015, 1025, 1035})), Verdict::equal_within);
	EXPECT_EQ(verdict_of(with({1000, 1010, 1020, 1030}), with({2000, 2010, 2020, 2030})), Verdict::inconclusive);
	// Equal quartiles, and a mode that comes as often as every fifth time: it may be the median next time.
	const std::vector<double> more{100, 100, 100, 100, 100, 100, 100, 100, 120, 120};
	EXPECT_EQ(verdict_of(with(more), with({120, 120})), Verdict::inconclusive);
}

TEST(Changes, WhatWasNothingAndIsSomethingIsWorse)
{
	const Changes changes = changes_of(with({0, 0}), with({3, 3}));

	EXPECT_EQ(changes.rows[0].verdict, Verdict::worse);
	EXPECT_TRUE(std::isinf(changes.rows[0].relative));
	EXPECT_EQ(verdict_of(with({0, 0}), with({0, 0})), Verdict::equal);
}

TEST(Changes, TimesNeedBootsAndSignificance)
{
	const std::vector<double> before{100, 101, 102, 103, 104};

	EXPECT_EQ(verdict_of(timed({100, 101, 102}), timed({200, 201, 202})), Verdict::too_few);
	EXPECT_EQ(verdict_of(timed(before), timed({110, 111, 112, 113, 114}), 0.02), Verdict::worse);
	EXPECT_EQ(verdict_of(timed(before), timed({90, 91, 92, 93, 94}), 0.02), Verdict::better);
	EXPECT_EQ(verdict_of(timed(before), timed({100, 101, 102, 103, 105}), 0.1), Verdict::equal_within);
	EXPECT_EQ(verdict_of(timed(before), timed({80, 101, 102, 103, 130})), Verdict::inconclusive);
	// Apart, but by less than what was asked for.
	EXPECT_NE(verdict_of(timed(before), timed({106, 107, 108, 109, 110}), 0.5), Verdict::worse);
}

TEST(Changes, ATimeThatWasNothingIsNeverEqual)
{
	EXPECT_EQ(verdict_of(timed({0, 0, 0, 0, 0}), timed({9, 9, 9, 9, 9}), 0.1), Verdict::inconclusive);
}

TEST(Changes, ManyRowsNeedMoreOfEach)
{
	Results before;
	Results after;

	before.context["guest"]["cpu"] = after.context["guest"]["cpu"] = "a CPU";
	for (int row = 0; row < 20; ++row) {
		for (unsigned boot = 1; boot <= 4; ++boot) {
			for (Results *results : {&before, &after}) {
				const double shift = results == &after && row == 0 ? 50 : 0;
				results->cells.push_back(example::cell(override_idle, "w" + std::to_string(row), {100 + boot + shift}, boot));
				results->cells.back().accelerator = "kvm";
			}
		}
	}
	// 2/70 alone is significant; among twenty rows nothing that four boots of each show is.
	EXPECT_EQ(changes_of(before, after).rows[0].verdict, Verdict::too_few);
	EXPECT_NEAR(changes_of(before, after).rows[0].p, 20 * 2.0 / 70, 1e-9);
}

TEST(Changes, WhatOnlyOneSetHasIsListed)
{
	Results before = example::results();
	Results after = example::results();
	before.cells.push_back(example::cell(override_idle, "gone", {1}));
	after.cells.push_back(example::cell(override_idle, "new", {1}));
	before.cells.push_back(example::cell(override_idle, "broken", {1}));
	after.cells.push_back(example::cell(override_idle, "broken", {}));
	after.cells.back().status = "failed";
	after.cells.back().reason = "it crashed";

	const Changes changes = changes_of(before, after);
	ASSERT_EQ(changes.missing.size(), 2U);
	EXPECT_EQ(changes.missing[0].reason, "it crashed");
	EXPECT_TRUE(changes.missing[0].failed);
	EXPECT_FALSE(changes.missing[1].failed);
	EXPECT_EQ(changes.count(Verdict::worse), 0U);
	EXPECT_TRUE(changes.worse()); // it fails now
	EXPECT_EQ(changes.missing[1].workload, "gone");
	ASSERT_EQ(changes.added.size(), 1U);
	EXPECT_EQ(changes.added[0].workload, "new");
}

TEST(Changes, AnUnequalPairOfBootsIsADoubt)
{
	Results after = example::results();
	after.cells.back() = example::cell(example::none_idle, "eventfd_write", {501, 501, 501}, 2);

	const Changes changes = changes_of(example::results(), after);
	ASSERT_EQ(changes.doubts.size(), 1U);
	EXPECT_THAT(changes.doubts[0], testing::HasSubstr("new set differ"));
	EXPECT_THAT(changes.doubts[0], testing::HasSubstr("eventfd_write"));
}

TEST(Changes, WhatTheMachinesHadNotInCommonIsNamed)
{
	const auto with_governor = [](Results results, const char *governor) {
		const nlohmann::json condition{{"name", "governor"}, {"value", governor}, {"warning", ""}, {"hint", ""}};
		const Boot boot{.configuration = override_idle, .boot = 1, .file = {}, .context = {{"conditions", nlohmann::json::array({condition})}}};
		results.context["boots"] = to_json(std::vector<Boot>{boot});
		return results;
	};
	const Results before = with_governor(timed({1, 2, 3}), "performance");

	EXPECT_THAT(changes_of(before, before).unlike, testing::IsEmpty());
	EXPECT_THAT(changes_of(before, with_governor(timed({1, 2, 3}), "powersave")).unlike,
		    testing::ElementsAre("governor is performance in OLD and powersave in NEW"));
}

TEST(Changes, WhatCannotBeComparedIsAnError)
{
	EXPECT_EQ(find_changes(with({1}), timed({1}), {}).error().id, "accelerators-differ");
	EXPECT_EQ(find_changes(timed({1}, "one"), timed({1}, "another"), {}).error().id, "cpus-differ");
	EXPECT_EQ(find_changes({}, {}, {}).error().id, "nothing-in-common");
	Results other = with({1});
	other.cells[0].workload = "stat";
	EXPECT_EQ(find_changes(with({1}), other, {}).error().id, "nothing-in-common");
	EXPECT_EQ(find_changes(with({1}), other, {}).error().code, base::ExitCode::not_comparable);
}

} // namespace
} // namespace matrix::compare
