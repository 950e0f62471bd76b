// SPDX-License-Identifier: GPL-2.0
#include <gmock/gmock.h>

#include "matrix/report/chapter.h"
#include "tests/matrix/report/compared.h"
#include "tests/matrix/report/with_events.h"

namespace matrix::report {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

compare::Results with_events()
{
	compare::Results results = example::results();

	add_events(results);
	return results;
}

const Table &table_of(const std::vector<Block> &blocks) { return std::get<Table>(blocks.at(1)); }

TEST(Events, AreOneTableOfWhatEachKernelHasMore)
{
	const auto comparison = compared(with_events());
	const auto blocks = events_chapter(comparison, make_model(comparison));
	const Table &table = table_of(blocks);
	const auto at = static_cast<std::size_t>(std::ranges::find(table.head, "retpolines") - table.head.begin());

	ASSERT_LT(at, table.head.size());
	ASSERT_EQ(table.rows.size(), 3U);
	EXPECT_EQ(table.rows[0][1], "none idle");
	EXPECT_EQ(table.rows[0][2], "10"); // as they are
	EXPECT_EQ(table.rows[1][2], "+2");
	EXPECT_EQ(table.rows[1][at], "0");
	EXPECT_EQ(table.rows[2][at], "+1");
	// What each of them is.
	EXPECT_EQ(std::get<Items>(blocks.at(2)).texts.size(), comparison.events().size());
}

TEST(Events, HaveNoSectionsSentencesOrCurves)
{
	const auto comparison = compared(with_events());
	const Model model = make_model(comparison);

	EXPECT_THAT(comparison.counters(), ElementsAre("instructions"));
	EXPECT_THAT(comparison.events(), Contains("retpolines"));
	for (const Section &section : model.sections)
		EXPECT_EQ(section.counter, "instructions");
	EXPECT_EQ(model.answer, make_model(compared(example::results())).answer);
}

TEST(Events, ThatFailedAreSaidToHaveFailed)
{
	compare::Results results = with_events();
	compare::Cell &last = results.cells.back();
	last.samples.clear();
	last.status = "failed";
	last.reason = "no trace";
	const auto comparison = compared(results);
	const auto blocks = events_chapter(comparison, make_model(comparison));

	EXPECT_EQ(table_of(blocks).rows[2].back(), "failed");
}

TEST(Events, ThatAreNotExactAreNamedInTheirChapterAlone)
{
	compare::Results results = with_events();
	for (compare::Cell &cell : results.cells)
		if (cell.counter == "data-lines")
			cell.samples = {10, 10, 10, 12, 12, 12};
	const auto comparison = compared(results);
	const Model model = make_model(comparison);
	const auto blocks = events_chapter(comparison, model);

	EXPECT_EQ(model.inexact, "");
	EXPECT_THAT(std::get<Paragraph>(blocks.back()).text, testing::HasSubstr("data-lines (3 of 3 cells)"));
	const auto exact = compared(with_events());
	EXPECT_TRUE(std::holds_alternative<Items>(events_chapter(exact, make_model(exact)).back()));
}

TEST(Events, AloneGiveNoAnswerAndNoWrongReason)
{
	compare::Results results = with_events();
	std::erase_if(results.cells, [](const compare::Cell &cell) { return cell.counter == "instructions"; });
	const auto comparison = compared(results);
	const Model model = make_model(comparison);

	ASSERT_THAT(model.answer, testing::SizeIs(1));
	EXPECT_THAT(model.answer[0], testing::HasSubstr("events were counted alone"));
	EXPECT_THAT(model.answer[0], testing::HasSubstr("hookmatrix report "));
	EXPECT_THAT(events_chapter(comparison, model), Not(IsEmpty()));
}

TEST(Events, WithoutThemThereIsNoChapter)
{
	const auto comparison = compared(example::results());

	EXPECT_THAT(events_chapter(comparison, make_model(comparison)), IsEmpty());
}

} // namespace
} // namespace matrix::report
