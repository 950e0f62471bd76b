// SPDX-License-Identifier: GPL-2.0
#include <algorithm>

#include <gmock/gmock.h>

#include "matrix/report/chapter.h"
#include "tests/matrix/model/made_up_prices.h"
#include "tests/matrix/report/compared.h"
#include "tests/matrix/report/with_events.h"

namespace matrix::report {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

compare::Results with_prices(nlohmann::json prices)
{
	compare::Results results = example::results();

	add_events(results);
	results.context["prices"] = std::move(prices);
	return results;
}

std::vector<Block> chapter_of(const compare::Results &results)
{
	const auto comparison = compared(results);

	return nanoseconds_chapter(comparison, make_model(comparison));
}

const Table *find_table(const std::vector<Block> &blocks, const std::string &id)
{
	for (const Block &block : blocks)
		if (const Table *table = std::get_if<Table>(&block); table != nullptr && table->id == id)
			return table;
	return nullptr;
}

TEST(Nanoseconds, StandWithTheirCpuTheirErrorAndTheWordModel)
{
	nlohmann::json lab = example::prices();
	lab["context"]["conditions"] = {{{"name", "hypervisor"}, {"value", "yes"}, {"warning", "a virtual machine"}},
					{{"name", "load"}, {"warning", "other work"}, {"hint", "wait"}}, {{"name", "smt"}}, 7};
	const auto blocks = chapter_of(with_prices(lab));
	ASSERT_FALSE(blocks.empty());

	const std::string opening = std::get<Paragraph>(blocks.front()).text;
	EXPECT_THAT(opening, HasSubstr("not a measurement"));
	EXPECT_THAT(opening, HasSubstr("Made Up 1"));
	EXPECT_THAT(opening, HasSubstr("It was not tried on cycles of a kernel."));
	EXPECT_THAT(std::get<Paragraph>(blocks.at(1)).text, HasSubstr("make lab"));
	EXPECT_THAT(std::get<Items>(blocks.at(2)).texts, testing::ElementsAre("hypervisor: a virtual machine.", "load: other work. Next: wait."));
	const Table *model = find_table(blocks, "model-eventfd_write");
	ASSERT_NE(model, nullptr);
	EXPECT_THAT(model->title, HasSubstr("MODEL"));
	ASSERT_EQ(model->rows.size(), 2U);
	EXPECT_EQ(model->rows[0][0], "override idle");
	EXPECT_EQ(model->rows[0][1], "+2");
	// A retpoline is among what the second one has more.
	EXPECT_GT(std::stod(model->rows[1][3]), 100);
	EXPECT_TRUE(model->rows[1][3].starts_with("+"));
	// Of each row the instructions are a cell of the results, and nothing else is.
	EXPECT_EQ(model->row_cells.at(0), example::override_idle);
	EXPECT_THAT(model->counters, testing::ElementsAre("", "kernel-instructions"));
	EXPECT_NE(find_table(blocks, "prices"), nullptr);
}

TEST(Nanoseconds, OfCountsThatAreNotExactHaveTheMark)
{
	compare::Results results = with_prices(example::prices());
	for (compare::Cell &cell : results.cells)
		if (cell.configuration == example::override_idle && (cell.counter == "loads" || cell.counter == "data-lines"))
			cell.samples = {12, 12, 12, 20, 20};
	const auto blocks = chapter_of(results);
	const Table *model = find_table(blocks, "model-eventfd_write");
	ASSERT_NE(model, nullptr);

	EXPECT_EQ(model->rows[0][1], "+2"); // of instructions that are exact
	for (const std::size_t column : {2, 3, 4, 5, 6}) {
		EXPECT_TRUE(model->rows[0][column].starts_with("~")) << model->head[column];
		EXPECT_FALSE(model->rows[1][column].starts_with("~")) << model->head[column];
	}
}

TEST(Nanoseconds, EachMechanismHasItsPriceAndWhereItWasTriedTheModels)
{
	nlohmann::json lab = example::prices();
	const nlohmann::json events{{"kernel-instructions", 10}, {"calls", 1}, {"returns", 1}, {"loads", 1}, {"stores", 1}};
	lab["prices"].push_back(example::row("list_1", "first-cache", 30, events, "dispatch"));
	lab["prices"].push_back(example::row("list_1", "memory", -80, events, "dispatch"));
	lab["prices"].push_back(example::row("list_lfence_1", "first-cache", 40, events, "other"));
	const auto blocks = chapter_of(with_prices(lab));
	const Table *table = find_table(blocks, "mechanisms");
	ASSERT_NE(table, nullptr);
	const auto row = [&](const std::string &name) {
		const auto found = std::ranges::find_if(table->rows, [&](const auto &one) { return one.front() == name; });
		return found == table->rows.end() ? std::vector<std::string>{} : *found;
	};

	EXPECT_EQ(table->about.size(), table->rows.size());
	EXPECT_THAT(row("call_retpoline"), testing::ElementsAre("call_retpoline", "110.00", nothing, nothing));
	EXPECT_THAT(row("list_lfence_1"), testing::ElementsAre("list_lfence_1", "40.00", nothing, nothing));
	EXPECT_THAT(row("list_1"), testing::ElementsAre("list_1", "30.00", "15.00", percent_text(-50)));
	EXPECT_THAT(row("list_1, memory"), IsEmpty()); // a multiple of the timer's step
	EXPECT_THAT(row("data_lines, memory"), testing::ElementsAre("data_lines, memory", "52.00", nothing, nothing));
}

TEST(Nanoseconds, OfResultsWithoutEventsArePricesAlone)
{
	const auto says_how = [](const Block &block) {
		const Paragraph *paragraph = std::get_if<Paragraph>(&block);
		return paragraph != nullptr && paragraph->text.find("--set events") != std::string::npos;
	};
	compare::Results results = example::results();
	results.context["prices"] = example::prices();
	const auto blocks = chapter_of(results);

	EXPECT_EQ(find_table(blocks, "model-eventfd_write"), nullptr);
	EXPECT_NE(find_table(blocks, "prices"), nullptr);
	EXPECT_TRUE(std::ranges::any_of(blocks, says_how));
	// Of times no set has events.
	for (compare::Cell &cell : results.cells)
		cell.accelerator = "kvm";
	EXPECT_FALSE(std::ranges::any_of(chapter_of(results), says_how));
}

TEST(Nanoseconds, OfPricesThatCannotBeReadAreAReason)
{
	const auto blocks = chapter_of(with_prices({{"program", "hookbench"}}));

	ASSERT_EQ(blocks.size(), 1U);
	EXPECT_THAT(std::get<Paragraph>(blocks.front()).text, HasSubstr("hooklab did not write it"));
	EXPECT_THAT(chapter_of(with_prices(nullptr)), testing::SizeIs(1));
}

TEST(Nanoseconds, WithoutPricesThereIsNoChapter) { EXPECT_THAT(chapter_of(example::results()), IsEmpty()); }

} // namespace
} // namespace matrix::report
