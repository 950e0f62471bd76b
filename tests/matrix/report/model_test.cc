// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/model.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/matrix/compare/example.h"
#include "tests/matrix/report/compared.h"
#include "tests/matrix/report/with_events.h"

namespace matrix::report {
namespace {

using testing::HasSubstr;

TEST(Text, NumbersAreGroupedAndSigned)
{
	EXPECT_EQ(count_text(7), "7");
	EXPECT_EQ(count_text(12345), "12\u202f345");
	EXPECT_EQ(count_text(1234567), "1\u202f234\u202f567");
	EXPECT_EQ(count_text(12.5), "12.5");
	EXPECT_EQ(signed_text(7), "+7");
	EXPECT_EQ(signed_text(-7), "\u22127");
	EXPECT_EQ(signed_text(0), "0");
	EXPECT_EQ(percent_text(1.44), "+1.4\u00a0%");
	EXPECT_EQ(percent_text(0.012), "+0.01\u00a0%");
	EXPECT_EQ(percent_text(0), "0.0\u00a0%");
}

TEST(Model, OneSectionPerScenarioWithoutTheBaseline)
{
	const Model model = make_model(compared(example::results()));

	ASSERT_EQ(model.sections.size(), 2U);
	EXPECT_EQ(model.sections[0].title, "No program attached");
	EXPECT_THAT(model.sections[0].columns, testing::ElementsAre("override", "bpf-lsm bpf"));
	ASSERT_EQ(model.sections[0].rows.size(), 2U);
	EXPECT_EQ(model.sections[0].rows[1].baseline, "500");
	EXPECT_EQ(model.sections[0].rows[1].entries[0].cost, "+7");
	EXPECT_EQ(model.sections[1].programs[0], 1U);
}

TEST(Model, FiguresThatAreLessWithAProgramSayHowSmallADifferenceNeedNotBeACost)
{
	compare::Results results = example::results();

	EXPECT_THAT(make_model(compared(results)).placement, HasSubstr("none of 4 exact figures with programs is less than the same kernel's without: "));
	results.cells[4].samples = {317, 317, 317}; // getppid on override, a program
	results.cells[8].samples = {314, 320, 314, 320}; // not exact
	EXPECT_THAT(make_model(compared(results)).placement, HasSubstr("1 of 3 exact figures with programs is less than the same kernel's without, by up to 3: "));
	for (compare::Cell &cell : results.cells)
		cell.accelerator = "kvm";
	EXPECT_EQ(make_model(compared(results)).placement, "");
}

TEST(Model, EachKernelHasASectionBesideItsOwnBaseline)
{
	compare::Results results = example::results();
	results.cells.push_back(example::cell({"none-6.1", "-", "-", "idle"}, "eventfd_write", {600}));
	results.cells.push_back(example::cell({"override-6.1", "gate", "-", "idle"}, "eventfd_write", {606}));
	const Model model = make_model(compared(std::move(results)));

	ASSERT_EQ(model.sections.size(), 3U);
	EXPECT_EQ(model.sections[0].title, "No program attached");
	EXPECT_EQ(model.sections[0].baseline, "none");
	EXPECT_THAT(model.sections[0].columns, testing::ElementsAre("override", "bpf-lsm bpf"));
	EXPECT_EQ(model.sections[1].title, "No program attached, Linux 6.1");
	EXPECT_EQ(model.sections[1].baseline, "none-6.1");
	EXPECT_THAT(model.sections[1].columns, testing::ElementsAre("override-6.1"));
	EXPECT_EQ(model.sections[1].rows[1].baseline, "600");
	EXPECT_EQ(model.sections[1].rows[1].entries[0].cost, "+6");
	EXPECT_THAT(model.answer, testing::Contains(HasSubstr("override-6.1 costs over none-6.1: +6")));
}

TEST(Model, TheDispatchIsNamedWhereAVariantHasSeveral)
{
	compare::Results results = example::results();
	results.cells.push_back(example::cell({"bpf-lsm", "list", "bpf", "idle"}, "getppid", {330}));

	EXPECT_EQ(column_name(compared(results), example::bpf_idle), "bpf-lsm static-call bpf");
}

TEST(Model, AConfigurationHasOnePlaceInAllSections)
{
	std::map<std::string, std::size_t> places;

	for (const Section &section : make_model(compared(example::results())).sections) {
		ASSERT_EQ(section.places.size(), section.columns.size());
		for (std::size_t i = 0; i < section.columns.size(); ++i)
			EXPECT_EQ(places.try_emplace(section.columns[i], section.places[i]).first->second, section.places[i]);
	}
	EXPECT_GE(places.size(), 2U);
}

TEST(Model, EqualPairsMakeItTrustworthy)
{
	compare::Results results = example::results();
	EXPECT_TRUE(make_model(compared(results)).trustworthy);
	EXPECT_THAT(make_model(compared(results)).pairs, HasSubstr("all 2 medians are equal"));

	results.cells.back().samples = {501};
	const Model model = make_model(compared(results));
	EXPECT_FALSE(model.trustworthy);
	ASSERT_EQ(model.pair_differences.size(), 1U);
	EXPECT_THAT(model.pair_differences[0].where, HasSubstr("eventfd_write"));
}

TEST(Model, WhatIsNotExactIsNamedWithItsReasonAndItsRule)
{
	compare::Results results = example::results();
	EXPECT_EQ(make_model(compared(results)).inexact, "");

	results.cells[3].samples = {507, 507, 507, 507, 507, 900, 900};
	const Model model = make_model(compared(results));
	EXPECT_THAT(model.inexact, HasSubstr("eventfd_write (1 of 6 cells), because samples of one boot"));
	EXPECT_THAT(model.method, testing::Contains(HasSubstr("no value but the median has an eighth")));
}

TEST(Model, FailedCellsAreListedAndSkippedOnesGathered)
{
	compare::Results results = example::results();
	for (int i = 0; i < 3; ++i) {
		results.cells.push_back(example::cell(example::none_idle, "w" + std::to_string(i), {}));
		results.cells.back().status = "skipped";
		results.cells.back().reason = "no PMU";
	}
	results.cells.push_back(example::cell(example::override_idle, "pipe", {}));
	results.cells.back().status = "failed";
	results.cells.back().reason = "panic";
	const Model model = make_model(compared(results));

	ASSERT_EQ(model.skipped.size(), 1U);
	EXPECT_EQ(model.skipped[0].where, "instructions, 3 cells; workload w0, w1, w2; scenario idle; on none");
	ASSERT_EQ(model.failed.size(), 1U);
	EXPECT_EQ(model.failed[0].reason, "panic");
}

// A counter that is lacking everywhere needs no names.
TEST(Model, WhatIsSkippedEverywhereHasNoNames)
{
	compare::Results results = example::results();
	for (const compare::Cell &cell : example::results().cells) {
		results.cells.push_back(cell);
		results.cells.back().counter = "cycles";
		results.cells.back().status = "skipped";
		results.cells.back().reason = "no PMU";
	}

	EXPECT_EQ(make_model(compared(results)).skipped.at(0).where, "cycles, 12 cells");
}

TEST(Model, WorkloadsThatAreNeverExactStandTogether)
{
	compare::Results results = example::results();
	for (compare::Cell &cell : results.cells)
		if (cell.workload == "getppid" || (cell.workload == "eventfd_write" && cell.configuration == example::bpf_noop))
			cell.samples = {320, 320, 400, 400};

	EXPECT_THAT(make_model(compared(results)).inexact, HasSubstr("Not exact here: getppid (each cell), eventfd_write (1 of 6 cells), because"));
}

TEST(Model, TheLimitsOfCountsAreStated)
{
	const Model model = make_model(compared(example::results()));
	std::string all;
	for (const std::string &paragraph : model.method)
		all += paragraph;

	EXPECT_THAT(all, HasSubstr("Instructions are not time"));
	EXPECT_THAT(all, HasSubstr("retpoline"));
	EXPECT_THAT(all, HasSubstr("single CPU"));
	EXPECT_THAT(all, HasSubstr("one after the other, in the order of this report"));
	EXPECT_THAT(all, HasSubstr("under TCG means nothing for hardware and is not shown."));
	EXPECT_THAT(all, testing::Not(HasSubstr("plugin")));
}

TEST(Model, WhatEventsAndNanosecondsAreIsStatedWhereThereAreSome)
{
	compare::Results results = example::results();
	add_events(results);
	EXPECT_THAT(make_model(compared(results)).method, testing::Contains(HasSubstr("counted by a plugin of QEMU")));
	EXPECT_THAT(make_model(compared(results)).method, testing::Not(testing::Contains(HasSubstr("a model"))));
	results.context["loads"] = nlohmann::json::array();
	EXPECT_THAT(make_model(compared(results)).method, testing::Contains(HasSubstr("What loading takes")));
	results.context["prices"] = nullptr;
	EXPECT_THAT(make_model(compared(results)).method, testing::Contains(HasSubstr("Nanoseconds are a model")));
}

} // namespace
} // namespace matrix::report
