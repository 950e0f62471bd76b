// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/matrix/compare/timed.h"

namespace matrix::compare {
namespace {

Comparison compared(Results results)
{
	auto comparison = compare(std::move(results));

	EXPECT_TRUE(comparison);
	return std::move(*comparison);
}

TEST(Compare, ACostIsTheDifferenceOfTheMedians)
{
	const Comparison comparison = compared(example::results());
	const auto cost = comparison.cost(example::override_idle, "eventfd_write", "instructions");

	ASSERT_TRUE(cost);
	EXPECT_EQ(cost->absolute, 7);
	EXPECT_DOUBLE_EQ(cost->percent, 1.4);
	EXPECT_EQ(cost->baseline, 500);
}

TEST(Compare, TheAxesAreInOrderOfAppearance)
{
	const Comparison comparison = compared(example::results());

	EXPECT_EQ(comparison.configurations().size(), 5U);
	EXPECT_EQ(comparison.configurations().front(), example::none_idle);
	EXPECT_THAT(comparison.workloads(), testing::ElementsAre("getppid", "eventfd_write"));
	EXPECT_EQ(*comparison.baseline(), example::none_idle);
}

TEST(Compare, WithoutABaselineThereIsNoCost)
{
	Results results = example::results();
	std::erase_if(results.cells, [](const Cell &cell) { return cell.configuration.variant == "none"; });
	const Comparison comparison = compared(std::move(results));

	EXPECT_EQ(comparison.baseline(), nullptr);
	EXPECT_FALSE(comparison.cost(example::override_idle, "eventfd_write", "instructions"));
}

TEST(Compare, AKernelIsSetBesideTheBaselineOfItsOwn)
{
	const Configuration none{"none-6.1", "-", "-", "idle"};
	const Configuration override{"override-6.1", "gate", "-", "idle"};
	const Configuration lsm{"bpf-lsm-6.1", "list", "bpf", "idle"};
	Results results = example::results();
	results.cells.insert(results.cells.begin(), {example::cell(override, "pipe", {1100}), example::cell(none, "pipe", {1000}), example::cell(lsm, "pipe", {1200})});
	results.cells.push_back(example::cell(example::none_idle, "pipe", {500}));
	const Comparison comparison = compared(std::move(results));

	EXPECT_EQ(*comparison.baseline(), example::none_idle) << "the default kernel's, wherever it stands";
	EXPECT_EQ(*comparison.baseline_of(lsm), none);
	EXPECT_EQ(*comparison.baseline_of(example::bpf_noop), example::none_idle);
	EXPECT_EQ(comparison.cost(override, "pipe", "instructions")->absolute, 100);
	EXPECT_EQ(comparison.cost(lsm, "pipe", "instructions")->baseline, 1000);
	EXPECT_EQ(comparison.cost(example::override_idle, "eventfd_write", "instructions")->baseline, 500);
}

TEST(Compare, WithoutTheBaselineOfItsKernelARowHasNoCost)
{
	const Configuration override{"override-6.1", "gate", "-", "idle"};
	Results results = example::results();
	results.cells.push_back(example::cell(override, "eventfd_write", {1100}));

	EXPECT_FALSE(compared(std::move(results)).cost(override, "eventfd_write", "instructions"));
}

TEST(Compare, ResultsOfOneOtherKernelHaveItsBaseline)
{
	Results results;
	results.cells = {example::cell({"override-6.1", "gate", "-", "idle"}, "pipe", {1100}), example::cell({"none-6.1", "-", "-", "idle"}, "pipe", {1000})};

	EXPECT_EQ(compared(std::move(results)).baseline()->variant, "none-6.1");
}

TEST(Compare, TheEndOfANameSaysTheKernel)
{
	EXPECT_EQ(kernel_suffix("override-6.1"), "-6.1");
	for (const char *name : {"none", "bpf-lsm", "", "-", "x-"})
		EXPECT_EQ(kernel_suffix(name), "") << name;
}

TEST(Compare, AFailedCellHasNoCost)
{
	Results results = example::results();
	results.cells[3].status = "failed";
	results.cells[3].samples.clear();
	const Comparison comparison = compared(std::move(results));

	EXPECT_FALSE(comparison.cost(example::override_idle, "eventfd_write", "instructions"));
	EXPECT_EQ(comparison.not_ok("failed").size(), 1U);
}

TEST(Compare, EqualPairsAreSaidToBeEqual)
{
	const Comparison comparison = compared(example::results());

	ASSERT_EQ(comparison.pairs().size(), 1U);
	EXPECT_EQ(comparison.pairs()[0].compared, 2U);
	EXPECT_TRUE(comparison.pairs_equal());
}

TEST(Compare, APairThatDiffersIsShown)
{
	Results results = example::results();
	results.cells.back().samples = {501};
	const Comparison comparison = compared(std::move(results));

	EXPECT_FALSE(comparison.pairs_equal());
	ASSERT_EQ(comparison.pairs()[0].differences.size(), 1U);
	EXPECT_EQ(comparison.pairs()[0].differences[0].second, 501);
}

TEST(Compare, NoPairIsNotAnEqualPair)
{
	Results results = example::results();
	std::erase_if(results.cells, [](const Cell &cell) { return cell.boot > 1; });

	EXPECT_FALSE(compared(std::move(results)).pairs_equal());
}

TEST(Compare, RowsOfDifferentAcceleratorsAreRefused)
{
	Results results = example::results();
	results.cells.back().accelerator = "kvm";
	const auto comparison = compare(results);

	ASSERT_FALSE(comparison);
	EXPECT_EQ(comparison.error().id, "accelerators-differ");
	EXPECT_EQ(comparison.error().code, base::ExitCode::not_comparable);

	Results other = example::results();
	for (Cell &cell : other.cells)
		cell.accelerator = "kvm";
	const auto merged = merge({example::results(), other});
	ASSERT_FALSE(merged);
	EXPECT_EQ(merged.error().code, base::ExitCode::not_comparable);
}

TEST(CompareTimes, AFigureIsTheMedianOfItsBoots)
{
	const Comparison comparison = compared(example::timed({{example::none_idle, {100, 102, 104}}, {example::override_idle, {109, 110, 130}}}));

	EXPECT_EQ(comparison.cell(example::override_idle, "eventfd_write", "nanoseconds")->median(), 110);
	EXPECT_EQ(comparison.cost(example::override_idle, "eventfd_write", "nanoseconds")->absolute, 8);
	EXPECT_EQ(comparison.results().cells.size(), 6U); // the boots as they were
}

TEST(CompareTimes, ACostIsSignificantOrItIsMarked)
{
	const Comparison comparison = compared(example::timed({{example::none_idle, example::around(100)}, {example::override_idle, example::around(100)},
							      {example::bpf_idle, example::around(105)}, {example::bpf_noop, example::around(125)}}));
	const auto cost_is_marked = [&](const Configuration &row) { return comparison.inexact_cost(row, "eventfd_write", "nanoseconds"); };

	EXPECT_TRUE(cost_is_marked(example::override_idle));
	EXPECT_FALSE(cost_is_marked(example::bpf_idle));
	EXPECT_FALSE(cost_is_marked(example::none_idle));
	EXPECT_EQ(comparison.over_none(example::bpf_idle, "eventfd_write", "nanoseconds")->verdict, Verdict::worse);
	EXPECT_EQ(comparison.over_none(example::none_idle, "eventfd_write", "nanoseconds"), nullptr);
	// Over the same kernel idle: one row.
	EXPECT_FALSE(comparison.inexact_added(example::bpf_noop, "eventfd_write", "nanoseconds"));
	EXPECT_NEAR(comparison.over_idle(example::bpf_noop, "eventfd_write", "nanoseconds")->relative, 0.19, 0.01);
	EXPECT_EQ(comparison.over_idle(example::bpf_idle, "eventfd_write", "nanoseconds"), nullptr);
}

TEST(CompareTimes, CountsAreNotTested)
{
	const Comparison comparison = compared(example::results());

	EXPECT_EQ(comparison.over_none(example::override_idle, "eventfd_write", "instructions"), nullptr);
	EXPECT_FALSE(comparison.inexact_cost(example::override_idle, "eventfd_write", "instructions"));
}

TEST(Merge, TheSameCellsAgainAreFurtherBoots)
{
	const auto merged = merge({example::results(), example::results()});

	ASSERT_TRUE(merged);
	EXPECT_EQ(merged->cells.size(), 24U);
	const Comparison comparison = compared(*merged);
	EXPECT_EQ(comparison.pairs().size(), 3U + 4U); // none: boots 2 to 4; the others: boot 2
	EXPECT_TRUE(comparison.pairs_equal());
}

TEST(Merge, PricesAndFailedBootsOfFurtherFilesAreKept)
{
	Results first = example::results();
	Results second = example::results();
	first.context["failed_boots"] = {{{"boot", "override idle"}}};
	second.context["failed_boots"] = {{{"boot", "bpf-lsm idle"}}};
	second.context["prices"] = {{"program", "hooklab"}};
	Results third = second;
	third.context["prices"] = {{"program", "another"}};
	const auto merged = merge({first, second, third});

	ASSERT_TRUE(merged);
	EXPECT_EQ(merged->context.at("failed_boots").size(), 3U);
	EXPECT_EQ(merged->context.at("failed_boots").at(0).at("boot"), "override idle");
	EXPECT_EQ(merged->context.at("prices").at("program"), "hooklab"); // the first that there are
}

TEST(Merge, NothingIsEmptyAndNotAnError)
{
	const auto merged = merge({});

	ASSERT_TRUE(merged);
	EXPECT_EQ(compared(*merged).accelerator(), "");
}

} // namespace
} // namespace matrix::compare
