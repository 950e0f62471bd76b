// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/dispatch.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "matrix/report/answer.h"
#include "tests/matrix/compare/example.h"

namespace matrix::report {
namespace {

using compare::Configuration;

Configuration lsm(const std::string &dispatch, const std::string &scenario)
{
	return {.variant = "bpf-lsm", .dispatch = dispatch, .stack = "bpf", .scenario = scenario};
}

compare::Comparison dispatched(const std::vector<std::pair<std::string, double>> &dispatches)
{
	compare::Results results;

	for (const char *workload : {"eventfd_write", "pipe"}) {
		results.cells.push_back(example::cell({.variant = "none", .dispatch = "-", .stack = "-", .scenario = "idle"}, workload, {500}));
		results.cells.push_back(example::cell({.variant = "override", .dispatch = "gate", .stack = "-", .scenario = "idle"}, workload, {501}));
		for (const auto &[dispatch, value] : dispatches) {
			results.cells.push_back(example::cell(lsm(dispatch, "idle"), workload, {value}));
			results.cells.push_back(example::cell(lsm(dispatch, "noop-1"), workload, {value + 190}));
		}
	}
	return compare::Comparison{std::move(results)};
}

TEST(Dispatch, OneDispatchHasNoTable)
{
	EXPECT_TRUE(dispatch_tables(dispatched({{"list", 525}})).empty());
	EXPECT_TRUE(dispatch_sentences(dispatched({{"list", 525}}), "instructions").empty());
}

TEST(Dispatch, ATableForEachStackAndScenarioWithAColumnForEachKernel)
{
	const auto tables = dispatch_tables(dispatched({{"list", 525}, {"static-call", 532}, {"jump-table", 522}}));

	ASSERT_EQ(tables.size(), 3U); // idle, with a program, and what the program adds
	EXPECT_EQ(tables[0].title, "idle: bpf-lsm bpf");
	EXPECT_EQ(tables[0].head, (std::vector<std::string>{"workload", "override", "list", "static-call", "jump-table"}));
	EXPECT_EQ(tables[0].rows[1], (std::vector<std::string>{"pipe", "+1", "+25", "+32", "+22"}));
	EXPECT_EQ(tables[0].cells[2], lsm("list", "idle"));
	EXPECT_EQ(tables[1].head, (std::vector<std::string>{"workload", "list", "static-call", "jump-table"}));
	EXPECT_EQ(tables[1].rows[0], (std::vector<std::string>{"eventfd_write", "+215", "+222", "+212"}));
	EXPECT_EQ(tables[2].rows[0], (std::vector<std::string>{"eventfd_write", "+190", "+190", "+190"}));
}

// With the first dispatch alone it is among the costs over none.
TEST(Dispatch, AStackOfTheFirstDispatchAloneHasNoTable)
{
	compare::Results results = dispatched({{"list", 525}, {"static-call", 532}}).results();
	results.cells.push_back(example::cell({"bpf-lsm", "list", "smack,bpf", "idle"}, "pipe", {590}));
	results.cells.push_back(example::cell({"bpf-lsm", "static-call", "yama,bpf", "idle"}, "pipe", {590}));
	const auto tables = dispatch_tables(compare::Comparison{std::move(results)});

	EXPECT_EQ(std::count_if(tables.begin(), tables.end(), [](const Table &table) { return table.title == "idle: bpf-lsm smack,bpf"; }), 0);
	EXPECT_EQ(std::count_if(tables.begin(), tables.end(), [](const Table &table) { return table.title == "idle: bpf-lsm yama,bpf"; }), 1);
}

TEST(Dispatch, SaysWhichIsTheCheapestAndByHowMuch)
{
	const auto comparison = dispatched({{"list", 525}, {"static-call", 532}, {"jump-table", 522}});
	const auto sentences = dispatch_sentences(comparison, "instructions");

	ASSERT_EQ(sentences.size(), 2U);
	EXPECT_EQ(sentences[0], "bpf-lsm bpf idle: of 2 workloads that count exactly the least cost has jump-table on 2 (equal ones count for each). "
				"Over none on eventfd_write: jump-table +22, list +25, static-call +32.");
	// The answer has one sentence on all of them, and one each on the first alone.
	const auto answers = answer(comparison);
	EXPECT_NE(std::find(answers.begin(), answers.end(), sentences[0]), answers.end());
	EXPECT_EQ(std::count_if(answers.begin(), answers.end(), [](const std::string &text) {
		return text.starts_with("Idle, bpf-lsm static-call");
	}), 0);
}

TEST(Dispatch, AWorkloadWhoseSamplesDifferRanksNobody)
{
	compare::Results results = example::results();
	std::erase_if(results.cells, [](const auto &cell) { return cell.configuration == example::bpf_idle; });
	for (const auto &[dispatch, value] : {std::pair{"list", 525.0}, {"static-call", 532.0}, {"jump-table", 522.0}}) {
		results.cells.push_back(example::cell(lsm(dispatch, "idle"), "eventfd_write", {value}));
		results.cells.push_back(example::cell(lsm(dispatch, "idle"), "getppid", {320, 330, 340, 350, 360, 370}));
	}
	const auto sentences = dispatch_sentences(compare::Comparison{std::move(results)}, "instructions");

	ASSERT_FALSE(sentences.empty());
	EXPECT_NE(sentences[0].find("of 1 workloads that count exactly"), std::string::npos) << sentences[0];
}

// The tables of scenarios would have a column for each kernel otherwise.
TEST(Dispatch, SectionsHaveTheFirstDispatchAlone)
{
	const Model model = make_model(dispatched({{"list", 525}, {"static-call", 532}, {"jump-table", 522}}));

	ASSERT_FALSE(model.sections.empty());
	EXPECT_EQ(model.sections[0].columns, (std::vector<std::string>{"override", "bpf-lsm list bpf"}));
}

TEST(Dispatch, EqualOnesCountForEach)
{
	const auto sentences = dispatch_sentences(dispatched({{"list", 525}, {"static-call", 522}, {"jump-table", 522}}), "instructions");

	ASSERT_FALSE(sentences.empty());
	EXPECT_NE(sentences[0].find("jump-table on 2, static-call on 2"), std::string::npos) << sentences[0];
}

} // namespace
} // namespace matrix::report
