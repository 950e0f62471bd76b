// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/opening.h"

#include <gmock/gmock.h>

#include "tests/matrix/compare/example.h"
#include "tests/matrix/report/compared.h"

namespace matrix::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Opening, SaysWhatEachRoadCostsIdleAndWithAProgram)
{
	const Opening said = opening(compared(example::results()));

	EXPECT_THAT(said.question, HasSubstr("LSM framework"));
	EXPECT_THAT(said.sentences,
		    ElementsAre("With no program attached, over a kernel with neither road, override costs +7 instructions (+1.4\u00a0%) on "
				"eventfd_write and at most +1.4\u00a0% (eventfd_write) on any of 2 workloads that count exactly; bpf-lsm bpf costs +40 instructions (+8.0\u00a0%) on "
				"eventfd_write and at most +8.0\u00a0% (eventfd_write) on any of 2 workloads that count exactly.",
				"One program that allows adds +123 instructions to eventfd_write on override and +125 on bpf-lsm bpf."));
	ASSERT_TRUE(said.chart);
	EXPECT_THAT(said.chart->columns, ElementsAre("override, idle", "override, one program", "bpf-lsm bpf, idle", "bpf-lsm bpf, one program"));
	EXPECT_EQ(said.chart->rows.size(), 1U);
}

TEST(Opening, HasTheBestOfTheFrameworkWhereItWasCounted)
{
	compare::Results results = example::results();
	results.cells.push_back(example::cell({"bpf-lsm", "trampoline-hook", "bpf", "idle"}, "eventfd_write", {533, 533}));
	results.cells.push_back(example::cell({"bpf-lsm", "trampoline-hook", "bpf", "noop-1"}, "eventfd_write", {574, 574}));
	const Opening said = opening(compared(std::move(results)));

	ASSERT_EQ(said.sentences.size(), 3U);
	EXPECT_THAT(said.sentences.back(), HasSubstr("it adds +41; between the roads then stays what the framework costs idle: +33 there, +7 on override."));
	EXPECT_EQ(said.chart->columns.back(), "bpf-lsm trampoline-hook bpf, one program");
}

TEST(Opening, HasMainlineBesideAnotherDispatch)
{
	compare::Results results = example::results();
	results.cells.push_back(example::cell({"bpf-lsm", "static-call-always", "bpf", "idle"}, "eventfd_write", {547, 547}));
	results.cells.push_back(example::cell({"bpf-lsm", "static-call-always", "bpf", "idle"}, "getppid", {320, 320, 400, 400}));
	results.cells.push_back(example::cell({"bpf-lsm", "static-call-always", "bpf", "noop-1"}, "eventfd_write", {735, 735}));
	const Opening said = opening(compared(std::move(results)));

	ASSERT_EQ(said.sentences.size(), 2U);
	EXPECT_THAT(said.sentences[0], HasSubstr("; bpf-lsm static-call-always bpf, mainline as it is, costs +47 instructions (+9.4\u00a0%) on eventfd_write and at most "
						 "+9.4\u00a0% (eventfd_write) on any of 1 workloads that count exactly (of 2)."));
	EXPECT_THAT(said.sentences[1], HasSubstr("on override, +125 on bpf-lsm static-call bpf and +188 on bpf-lsm static-call-always bpf."));
	EXPECT_EQ(said.chart->columns.size(), 6U);
}

// It is the LSM framework's first dispatch then, and is not said twice.
TEST(Opening, MainlineAloneIsSaidOnce)
{
	compare::Results results = example::results();
	for (compare::Cell &cell : results.cells)
		if (cell.configuration.dispatch == "static-call")
			cell.configuration.dispatch = "static-call-always";
	const Opening said = opening(compared(std::move(results)));

	EXPECT_THAT(said.sentences[0], testing::Not(HasSubstr("mainline")));
	EXPECT_EQ(said.chart->columns.size(), 4U);
}

TEST(Opening, OfResultsWithoutABaselineIsTheQuestionAlone)
{
	compare::Results results;
	results.cells.push_back(example::cell(example::override_idle, "pipe", {100}));
	const Opening said = opening(compared(std::move(results)));

	EXPECT_THAT(said.sentences, IsEmpty());
	EXPECT_FALSE(said.chart);
}

} // namespace
} // namespace matrix::report
