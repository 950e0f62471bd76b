// SPDX-License-Identifier: GPL-2.0
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
	lab["context"]["conditions"] = {{{"name", "hypervisor"}, {"value", "yes"}, {"warning", "a virtual machine"}}, {{"name", "smt"}}, 7};
	const auto blocks = chapter_of(with_prices(lab));
	ASSERT_FALSE(blocks.empty());

	const std::string opening = std::get<Paragraph>(blocks.front()).text;
	EXPECT_THAT(opening, HasSubstr("not a measurement"));
	EXPECT_THAT(opening, HasSubstr("Made Up 1"));
	EXPECT_THAT(opening, HasSubstr("It was not tried on cycles of a kernel."));
	EXPECT_THAT(std::get<Items>(blocks.at(2)).texts, testing::ElementsAre("hypervisor: a virtual machine."));
	const Table *model = find_table(blocks, "model");
	ASSERT_NE(model, nullptr);
	EXPECT_THAT(model->title, HasSubstr("MODEL"));
	ASSERT_EQ(model->rows.size(), 2U);
	EXPECT_EQ(model->rows[0][1], "override idle");
	EXPECT_EQ(model->rows[0][2], "+2");
	// A retpoline is among what the second one has more.
	EXPECT_GT(std::stod(model->rows[1][4]), 100);
	EXPECT_TRUE(model->rows[1][4].starts_with("+"));
	EXPECT_NE(find_table(blocks, "prices"), nullptr);
}

TEST(Nanoseconds, OfResultsWithoutEventsArePricesAlone)
{
	compare::Results results = example::results();
	results.context["prices"] = example::prices();
	const auto blocks = chapter_of(results);

	EXPECT_EQ(find_table(blocks, "model"), nullptr);
	EXPECT_NE(find_table(blocks, "prices"), nullptr);
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
