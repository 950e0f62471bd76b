// SPDX-License-Identifier: GPL-2.0
//
// Reports of one set of times: what is more than chance, and what the machine was like.
#include "matrix/report/model.h"

#include <gmock/gmock.h>

#include "matrix/report/answer.h"
#include "matrix/report/chapter.h"
#include "matrix/report/dispatch.h"
#include "matrix/report/renderer.h"
#include "matrix/report/significance.h"
#include "tests/matrix/compare/timed.h"
#include "tests/matrix/report/compared.h"

namespace matrix::report {
namespace {

using example::around;
using nlohmann::json;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// override as none, bpf-lsm 5 % above it.
compare::Results times(unsigned boots = 12)
{
	return example::timed({{example::none_idle, around(100, boots)}, {example::override_idle, around(100, boots)}, {example::bpf_idle, around(105, boots)}});
}

std::string rendered_times(const char *format, const compare::Results &results)
{
	const auto text = find_renderer(format)->render(compared(results));

	EXPECT_TRUE(text) << text.error().to_string();
	return text ? *text : "";
}

json boot(const compare::Configuration &row, unsigned number, const std::string &id, const std::string &governor)
{
	const std::string warning = governor == "performance" ? "" : "the clock of the CPU follows its load";
	const json condition{{"name", "governor"}, {"value", governor}, {"warning", warning}, {"hint", warning.empty() ? "" : "cpupower"}};

	return {{"variant", row.variant}, {"dispatch", row.dispatch}, {"stack", row.stack}, {"scenario", row.scenario}, {"boot", number}, {"file", ""},
		{"context", {{"conditions", json::array({condition})}, {"interrupts", 500}, {"seconds", 2}, {"kernel", {{"boot_id", id}}}}}};
}

TEST(Times, DifferencesThatMayBeChanceHaveTheMark)
{
	const Model model = make_model(compared(times()));

	ASSERT_EQ(model.sections.size(), 1U);
	ASSERT_EQ(model.sections[0].rows.size(), 1U);
	EXPECT_EQ(model.sections[0].rows[0].baseline, "99.9");
	EXPECT_TRUE(model.sections[0].rows[0].entries[0].inexact);
	EXPECT_THAT(model.sections[0].rows[0].entries[0].percent, HasSubstr(inexact_mark));
	EXPECT_FALSE(model.sections[0].rows[0].entries[1].inexact);
	EXPECT_EQ(model.sections[0].rows[0].entries[1].percent, "+5.0\u00a0%");
	EXPECT_THAT(model.inexact, HasSubstr("not significant"));
	EXPECT_THAT(model.inexact, HasSubstr("1 of 2 differences from none are significant."));
}

TEST(Times, EachRowIsCalledSignificantOrNot)
{
	const auto tables = significance_tables(compared(times()));

	ASSERT_EQ(tables.size(), 1U);
	ASSERT_EQ(tables[0].rows.size(), 2U);
	EXPECT_EQ(tables[0].head.size(), tables[0].rows[0].size());
	EXPECT_EQ(tables[0].rows[0].back(), "not significant");
	EXPECT_EQ(tables[0].rows[1].back(), "significant: more");
	EXPECT_EQ(tables[0].rows[1][1], "bpf-lsm bpf idle");
	EXPECT_EQ(tables[0].rows[1][7], "12 and 12");
	EXPECT_THAT(significance_tables(compared(example::results())), IsEmpty());
	for (const char *format : {"markdown", "html"})
		EXPECT_THAT(rendered_times(format, times()), HasSubstr("significant: more")) << format;
	EXPECT_THAT(rendered_times("csv", times()), HasSubstr(",significant: more,"));
}

TEST(Times, WhatAProgramAddsIsTestedToo)
{
	compare::Results results = example::timed({{example::none_idle, around(100)}, {example::bpf_idle, around(105)}, {example::bpf_noop, around(125)}});
	const auto tables = significance_tables(compared(std::move(results)));

	ASSERT_EQ(tables.size(), 2U);
	EXPECT_EQ(tables[1].rows.at(0).at(1), "bpf-lsm bpf noop-1");
	EXPECT_EQ(tables[1].rows[0].back(), "significant: more");
}

TEST(Times, OfTooFewBootsSayHowManyItTakes)
{
	const Model model = make_model(compared(times(3)));

	EXPECT_FALSE(model.trustworthy);
	EXPECT_THAT(model.pairs, HasSubstr("too few boots"));
	EXPECT_THAT(model.inexact, HasSubstr("among so many rows it takes 5 of each configuration"));
	EXPECT_THAT(model.answer, Contains(HasSubstr("no workload differs significantly")));
}

TEST(Times, APairNeedNotBeEqual)
{
	const Model model = make_model(compared(times()));

	EXPECT_TRUE(model.trustworthy);
	EXPECT_THAT(model.pairs, HasSubstr("do not differ significantly, on any of 3 rows"));
	EXPECT_THAT(model.pair_differences, IsEmpty());
}

TEST(Times, OfAMachineThatDriftsAreNotTrustworthy)
{
	compare::Results results = times();
	for (compare::Cell &cell : results.cells)
		if (cell.configuration == example::override_idle && cell.boot > 6)
			cell.samples = {cell.samples[0] + 50};
	const Model model = make_model(compared(std::move(results)));

	EXPECT_FALSE(model.trustworthy);
	EXPECT_THAT(model.pairs, HasSubstr("drifted"));
	ASSERT_EQ(model.pair_differences.size(), 1U);
	EXPECT_EQ(model.pair_differences[0].status, "the first and the second half of its boots");
}

TEST(Times, SentencesAreOfTheCounterThatIsTime)
{
	compare::Results results = times();
	EXPECT_EQ(headline_counter(compared(results)), "nanoseconds");
	EXPECT_THAT(answer(compared(results)), Contains(testing::ContainsRegex("Idle, bpf-lsm bpf costs over none: \\+5(\\.0)? nanoseconds \\(\\+5\\.0.*%\\) on eventfd_write")));

	compare::Cell skipped = results.cells.front();
	skipped.counter = "cycles";
	skipped.status = "skipped";
	skipped.samples.clear();
	skipped.reason = "no PMU";
	results.cells.insert(results.cells.begin(), skipped);
	EXPECT_EQ(headline_counter(compared(results)), "nanoseconds");
	results.cells.front().status = "ok";
	results.cells.front().samples = {7};
	EXPECT_EQ(headline_counter(compared(results)), "cycles");
	EXPECT_EQ(headline_counter(compared(example::results())), "instructions");
}

TEST(Times, DispatchesAreNotRankedByChance)
{
	compare::Results results = times();
	for (const char *dispatch : {"list", "trampoline"})
		for (const compare::Cell &cell : example::timed({{{"bpf-lsm", dispatch, "bpf", "idle"}, around(104)}}).cells)
			results.cells.push_back(cell);

	EXPECT_THAT(dispatch_sentences(compared(std::move(results)), "nanoseconds"), IsEmpty());
}

TEST(Noise, StandsInTheMethodWithItsHint)
{
	compare::Results results = times();
	results.context["boots"] = {boot(example::none_idle, 1, "a", "performance"), boot(example::override_idle, 1, "b", "powersave"),
				    boot(example::override_idle, 2, "c", "powersave")};
	const Model model = make_model(compared(results));

	EXPECT_THAT(model.method, Contains("Noise: governor is powersave in 2 of 3 boots: the clock of the CPU follows its load. Next: cpupower."));
	EXPECT_THAT(model.method, Contains(HasSubstr("Not alike: governor is performance in none idle and powersave in override idle.")));
	for (const char *format : {"markdown", "mail", "html"})
		EXPECT_THAT(rendered_times(format, results), HasSubstr("governor")) << format;
	EXPECT_THAT(rendered_times("markdown", results), HasSubstr("- **Condition governor**: performance or powersave"));
	EXPECT_THAT(rendered_times("markdown", results), HasSubstr("- **Interrupts of the measured CPU**: 250 to 250 a second"));
	EXPECT_THAT(rendered_times("markdown", results), HasSubstr("- **Boots of override idle**: 2"));
}

TEST(Significance, IsAChapterOfTimesAlone)
{
	const auto comparison = compared(times());
	const Model model = make_model(comparison);

	for (const Chapter &chapter : chapter_table()) {
		if (chapter.id == "significance") {
			EXPECT_FALSE(chapter.blocks(comparison, model).empty());
		}
	}
	for (const char *format : {"markdown", "mail", "html"})
		EXPECT_THAT(rendered_times(format, times()), HasSubstr("Which differences are significant")) << format;
}

TEST(Noise, OfABootThatHadTwoScenariosIsSaid)
{
	compare::Results results = times();
	results.context["boots"] = {boot(example::bpf_idle, 1, "a", "performance"), boot(example::bpf_noop, 1, "a", "performance")};

	EXPECT_THAT(make_model(compared(std::move(results))).method, Contains(HasSubstr("One boot was measured as bpf-lsm bpf idle and as bpf-lsm bpf noop-1")));
}

TEST(Native, TheMethodClaimsNothingOfGuests)
{
	std::string all;
	for (const std::string &paragraph : make_model(compared(times())).method)
		all += paragraph;

	EXPECT_THAT(all, HasSubstr("hookbench ran on each of them"));
	EXPECT_THAT(all, HasSubstr("Mann-Whitney"));
	EXPECT_THAT(all, Not(HasSubstr("guest")));
	EXPECT_THAT(all, Not(HasSubstr("one source tree")));
}

} // namespace
} // namespace matrix::report
