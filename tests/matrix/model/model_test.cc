// SPDX-License-Identifier: GPL-2.0
#include "matrix/model/render.h"

#include <gmock/gmock.h>

#include "tests/matrix/model/made_up_prices.h"

namespace matrix::model {
namespace {

using example::row;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

Prices prices_of(const json &written)
{
	auto prices = parse_prices(written.dump(), "lab.json");
	EXPECT_TRUE(prices) << prices.error().to_string();
	return *prices;
}

TEST(Prices, AreReadByNameAndPlace)
{
	const Prices prices = prices_of(example::prices());

	EXPECT_EQ(prices.ns("call_retpoline"), 110);
	EXPECT_EQ(prices.ns("code_lines", "memory"), 52);
	EXPECT_EQ(prices.find("call_retpoline", "memory"), nullptr);
}

TEST(Prices, OfAnotherProgramOrVersionAreRefused)
{
	json other = example::prices();
	other["program"] = "hookbench";
	EXPECT_EQ(parse_prices(other.dump(), "x").error().id, "prices-invalid");
	json newer = example::prices();
	newer["schema_version"] = 2;
	const auto refused = parse_prices(newer.dump(), "x");
	EXPECT_EQ(refused.error().id, "prices-schema");
	EXPECT_EQ(refused.error().code, base::ExitCode::not_comparable);
	EXPECT_EQ(parse_prices("[", "x").error().id, "prices-invalid");
}

TEST(Prices, ThatNoCpuHasAreRefused)
{
	json huge = example::prices();
	huge["prices"][0]["ns"]["median"] = 1e300;
	EXPECT_THAT(parse_prices(huge.dump(), "x").error().reason, HasSubstr("price 1"));
	json negative = example::prices();
	negative["prices"][1]["events"] = {{"calls", -1}};
	EXPECT_THAT(parse_prices(negative.dump(), "x").error().reason, HasSubstr("price 2"));
}

TEST(Prices, ThatAreMissingOrNoNumbersAreNamed)
{
	json less = example::prices();
	less["prices"].erase(0); // add_apart
	const auto incomplete = parse_prices(less.dump(), "x");
	EXPECT_EQ(incomplete.error().id, "prices-incomplete");
	EXPECT_THAT(incomplete.error().reason, HasSubstr("add_apart"));
	json words = example::prices();
	words["prices"][1]["ns"]["median"] = "much";
	EXPECT_THAT(parse_prices(words.dump(), "x").error().reason, HasSubstr("price 2"));
}

TEST(Estimate, OfOneResourceIsItsSumAndSurprisesComeOnTop)
{
	const Model model{prices_of(example::prices())};

	// All at once: ten instructions; apart: the same ten and nothing else.
	const Estimate plain = model.estimate({{"kernel-instructions", 10}});
	EXPECT_EQ(plain.low, 10);
	EXPECT_EQ(plain.high, 10);
	// A retpolined call: two calls and two returns, of which one pair is in the thunk.
	const Events retpoline{{"kernel-instructions", 5}, {"calls", 2}, {"returns", 2}, {"retpolines", 1}, {"loads", 2}, {"stores", 2}};
	const Estimate surprised = model.estimate(retpoline);
	EXPECT_EQ(surprised.low, 10 + 100);
	EXPECT_EQ(surprised.high, 5 + 10 + 100);
}

TEST(Estimate, OfACallWithoutItsReturnHasTheReturnsAfterIt)
{
	const Model model{prices_of(example::prices())};

	// 30 for its own, and the callers' 40 once or each time.
	const auto skips = [&](double count) { return model.estimate({{"calls", count}, {"returns", 0}, {"stores", count}}); };
	EXPECT_EQ(skips(1).low, 30 + 40);
	EXPECT_EQ(skips(1).high, 30 + 40);
	EXPECT_EQ(skips(3).low, 3 * 30 + 40);
	EXPECT_EQ(skips(3).high, 3 * (30 + 40));
}

TEST(Estimate, OfADifferenceHasItsEndsInOrder)
{
	const Model model{prices_of(example::prices())};
	const Events less{{"kernel-instructions", 10}, {"jumps", 5}};
	const Events more{{"kernel-instructions", 40}, {"jumps", 5}};

	// At once 40 less 10; apart 30 more. And the other way round.
	EXPECT_EQ(model.difference(more, less).low, 30);
	EXPECT_EQ(model.difference(more, less).high, 30);
	EXPECT_EQ(model.difference(less, more).low, -30);
	EXPECT_EQ(model.difference(less, less).high, 0);
}

TEST(Estimate, OfLinesIsWhatFetchingThemTakesMore)
{
	const Model model{prices_of(example::prices())};

	EXPECT_EQ(model.lines({{"code-lines", 2}, {"data-lines", 1}}, "second-cache"), 3 * 5);
	EXPECT_EQ(model.lines({{"code-lines", 2}, {"data-lines", 1}}, "memory"), 3 * 50);
	EXPECT_EQ(model.lines({}, "memory"), 0);
}

TEST(Checks, SayHowFarOffAModelIsThatDidNotLearnFromThem)
{
	json written = example::prices();
	// At once 10, apart 20: three that lie in the middle, and one that is far away.
	const json events{{"kernel-instructions", 10}, {"calls", 1}, {"returns", 1}, {"loads", 1}, {"stores", 1}};
	for (const char *name : {"one_1", "two_1", "two_2"})
		written["prices"].push_back(row(name, "first-cache", 15, events, "dispatch"));
	written["prices"].push_back(row("far", "first-cache", 30, events, "dispatch"));
	written["prices"].push_back(row("fenced", "first-cache", 500, events, "other"));
	const Model model{prices_of(written)};

	ASSERT_EQ(model.checks().size(), 4U);
	EXPECT_EQ(model.apart(), 0.5);
	EXPECT_EQ(model.checks()[0].estimate.middle, 15);
	EXPECT_EQ(model.checks()[0].error(), 0);
	EXPECT_EQ(model.checks()[3].estimate.middle, 15);
	EXPECT_EQ(model.checks()[3].error(), -0.5);
	EXPECT_EQ(model.outside(), 1U);
	EXPECT_EQ(model.worst_error(), 0.5);
	EXPECT_EQ(model.median_error(), 0); // of three families
	EXPECT_THAT(error_text(model), HasSubstr("at most by 50%; 1 lie outside"));
	EXPECT_THAT(error_text(model), HasSubstr("None of them has a call without its return: that price is not tried."));
}

TEST(Checks, SayWhetherACallWithoutItsReturnIsAmongThem)
{
	json written = example::prices();
	const json paired{{"kernel-instructions", 10}, {"calls", 1}, {"indirect-calls", 1}, {"returns", 2}, {"loads", 2}, {"stores", 2}};
	json skipping = paired;
	skipping["returns"] = 1;
	written["prices"].push_back(row("one_1", "first-cache", 15, paired, "dispatch"));
	EXPECT_EQ(Model{prices_of(written)}.unpaired(), 0U);
	written["prices"].push_back(row("stock", "first-cache", 80, skipping, "dispatch"));
	const Model model{prices_of(written)};

	EXPECT_EQ(model.unpaired(), 1U);
	EXPECT_THAT(error_text(model), HasSubstr("1 of them have a call without its return."));
}

compare::Cell cell_of(const compare::Configuration &configuration, const std::string &counter, double value)
{
	return {.configuration = configuration, .workload = "pipe", .counter = counter, .unit = "x/op", .accelerator = "tcg-icount",
		.samples = {value}, .status = "ok", .reason = {}};
}

class Cells : public testing::Test {
protected:
	void add(const compare::Configuration &configuration, double instructions, double retpolines)
	{
		for (const std::string_view name : needed_events()) {
			const double value = name == "kernel-instructions"			? instructions
					     : name == "retpolines"				? retpolines
					     : name == "calls" || name == "returns"		? 2 * retpolines
												: 0;
			results_.cells.push_back(cell_of(configuration, std::string{name}, value));
		}
	}
	compare::Comparison compared() { return *compare::compare(results_); }

	const compare::Configuration none_{"none", "-", "-", "idle"};
	const compare::Configuration idle_{"bpf-lsm", "list", "bpf", "idle"};
	const compare::Configuration attached_{"bpf-lsm", "list", "bpf", "noop-1"};
	compare::Results results_;
	const Model model_{prices_of(example::prices())};
};

TEST_F(Cells, AreOverTheBaselineOrOverThemselvesIdle)
{
	add(none_, 100, 0);
	add(idle_, 130, 0);
	add(attached_, 335, 1);
	const auto comparison = compared();

	const auto over_none = model_cells(comparison, model_, Over::none);
	ASSERT_TRUE(over_none);
	ASSERT_EQ(over_none->cells.size(), 2U);
	EXPECT_EQ(over_none->cells[0].instructions, 30);
	EXPECT_EQ(over_none->cells[0].ns.low, 30);
	EXPECT_EQ(over_none->cells[1].ns.low, 235 + 100);
	const auto over_idle = model_cells(comparison, model_, Over::idle);
	ASSERT_TRUE(over_idle);
	ASSERT_EQ(over_idle->cells.size(), 1U);
	EXPECT_EQ(over_idle->cells[0].configuration, attached_);
	EXPECT_EQ(over_idle->cells[0].instructions, 205);
}

TEST_F(Cells, WithoutEventsAreCountedAndLeftOut)
{
	add(none_, 100, 0);
	add(idle_, 130, 0);
	results_.cells.push_back(cell_of(attached_, "instructions", 300));
	const auto comparison = compared();
	const auto modelled = model_cells(comparison, model_, Over::none);

	ASSERT_TRUE(modelled);
	EXPECT_EQ(modelled->cells.size(), 1U);
	EXPECT_EQ(modelled->without_events, 1U);
}

TEST_F(Cells, OfResultsWithoutAnyEventsAreRefused)
{
	results_.cells.push_back(cell_of(none_, "instructions", 100));
	results_.cells.push_back(cell_of(idle_, "instructions", 130));
	const auto refused = model_cells(compared(), model_, Over::none);

	ASSERT_FALSE(refused);
	EXPECT_EQ(refused.error().id, "results-without-events");
	EXPECT_THAT(refused.error().hint, HasSubstr("--set events"));
}

TEST_F(Cells, OfCountsThatAreNotExactHaveTheMark)
{
	add(none_, 100, 0);
	add(idle_, 130, 0);
	add(attached_, 335, 1);
	const auto exact = compared();
	const auto without = model_cells(exact, model_, Over::none);
	ASSERT_TRUE(without);
	EXPECT_FALSE(without->cells[0].inexact_ns);
	EXPECT_THAT(cells_text(exact, model_, *without, Over::none, Format::text), Not(HasSubstr("~")));

	for (compare::Cell &cell : results_.cells)
		if (cell.configuration == idle_ && cell.counter == "loads")
			cell.samples = {0, 0, 0, 8, 8};
	const auto comparison = compared();
	const auto over_none = model_cells(comparison, model_, Over::none);
	ASSERT_TRUE(over_none);
	EXPECT_TRUE(over_none->cells[0].inexact_ns);
	EXPECT_FALSE(over_none->cells[0].inexact_instructions);
	EXPECT_FALSE(over_none->cells[1].inexact_ns);
	// Also of what is subtracted.
	const auto over_idle = model_cells(comparison, model_, Over::idle);
	ASSERT_TRUE(over_idle);
	EXPECT_TRUE(over_idle->cells[0].inexact_ns);
	const std::string text = cells_text(comparison, model_, *over_none, Over::none, Format::text);
	EXPECT_THAT(text, HasSubstr("~ before what is counted or modelled"));
	EXPECT_THAT(text, Not(HasSubstr("exact counts;")));
	EXPECT_EQ(to_json(model_, &*over_none, Over::none).at("cells").at(0).at("exact").at("ns"), false);
}

TEST_F(Cells, SayInEachFormatThatTheyAreAModel)
{
	add(none_, 100, 0);
	add(attached_, 335, 1);
	const auto comparison = compared();
	const auto modelled = model_cells(comparison, model_, Over::none);
	ASSERT_TRUE(modelled);

	const std::string text = cells_text(comparison, model_, *modelled, Over::none, Format::text);
	EXPECT_THAT(text, HasSubstr("MODEL: nanoseconds of one operation on Made Up 1"));
	EXPECT_THAT(text, HasSubstr("not a measurement"));
	EXPECT_THAT(text, HasSubstr("bpf-lsm list bpf noop-1"));
	EXPECT_THAT(text, Not(HasSubstr("|")));
	EXPECT_THAT(cells_text(comparison, model_, *modelled, Over::none, Format::markdown), HasSubstr("| bpf-lsm list bpf noop-1 | +235 |"));
	const json written = to_json(model_, &*modelled, Over::none);
	EXPECT_EQ(written.at("kind"), "model");
	EXPECT_EQ(written.at("cells").at(0).at("ns").at("least"), 335);
	EXPECT_TRUE(written.at("cells").at(0).at("memory").is_null()); // no lines were counted
}

} // namespace
} // namespace matrix::model
