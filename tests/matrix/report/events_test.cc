// SPDX-License-Identifier: GPL-2.0
#include <gmock/gmock.h>

#include "matrix/report/chapter.h"
#include "matrix/report/renderer.h"
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

std::vector<const Table *> event_tables(const std::vector<Block> &blocks)
{
	std::vector<const Table *> tables;

	for (const Block &block : blocks)
		if (const Table *table = std::get_if<Table>(&block))
			tables.push_back(table);
	return tables;
}

TEST(Events, OfAWorkloadAreATableOfWhatEachKernelHasMore)
{
	compare::Results results = with_events();
	compare::Cell other = results.cells.back();
	other.workload = "pipe";
	results.cells.push_back(other);
	const auto comparison = compared(results);
	const auto blocks = events_chapter(comparison, make_model(comparison));
	const auto tables = event_tables(blocks);
	ASSERT_EQ(tables.size(), 2U);
	const Table &table = *tables[0];
	const auto at = static_cast<std::size_t>(std::ranges::find(table.head, "retpolines") - table.head.begin());

	EXPECT_EQ(table.title, "eventfd_write");
	EXPECT_EQ(tables[1]->title, "pipe");
	ASSERT_LT(at, table.head.size());
	ASSERT_EQ(table.rows.size(), 2U);
	EXPECT_EQ(table.rows[0][0], "override idle");
	EXPECT_EQ(table.rows[0][1], "+2");
	EXPECT_EQ(table.rows[0][at], "0");
	EXPECT_EQ(table.rows[1][at], "+1");
	// Of none as they are, above it: a column is of differences alone.
	ASSERT_EQ(table.notes.size(), 1U);
	EXPECT_TRUE(table.notes[0].starts_with("none: 10 "));
	EXPECT_THAT(table.notes[0], testing::HasSubstr("0 retpolines"));
	// What each of them is.
	EXPECT_EQ(std::get<Items>(blocks.at(1)).texts.size(), comparison.events().size());
}

TEST(Events, ArePlacedByTheirRowAndColumn)
{
	const auto comparison = compared(with_events());
	const auto blocks = events_chapter(comparison, make_model(comparison));
	const Table &table = *event_tables(blocks).at(0);

	EXPECT_EQ(table.workload, "eventfd_write");
	EXPECT_THAT(table.row_cells, ElementsAre(example::override_idle, example::bpf_idle));
	ASSERT_EQ(table.counters.size(), table.head.size());
	EXPECT_EQ(table.counters[0], "");
	EXPECT_EQ(table.counters[1], table.head[1]);
	const std::string page = *find_renderer("html")->render(comparison);
	EXPECT_THAT(page, testing::HasSubstr("data-workload=\"eventfd_write\""));
	EXPECT_THAT(page, testing::HasSubstr("data-counter=\"retpolines\">retpolines"));
	EXPECT_THAT(page, testing::HasSubstr("<tr id=\"events-eventfd_write--override-idle\" data-variant=\"override\" data-dispatch=\"gate\""));
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

	EXPECT_EQ(event_tables(blocks).at(0)->rows[1].back(), "failed");
}

TEST(Events, ThatAreNotExactAreNamedInTheirChapterAlone)
{
	compare::Results results = with_events();
	for (compare::Cell &cell : results.cells)
		if (cell.counter == "data-lines" || (cell.counter == "loads" && cell.configuration == example::override_idle))
			cell.samples = {10, 10, 10, 12, 12, 12};
	const auto comparison = compared(results);
	const Model model = make_model(comparison);
	const auto blocks = events_chapter(comparison, model);

	EXPECT_EQ(model.inexact, "");
	EXPECT_THAT(std::get<Paragraph>(blocks.at(2)).text, testing::HasSubstr("So are on all workloads: data-lines."));
	EXPECT_THAT(std::get<Paragraph>(blocks.at(2)).text, testing::HasSubstr("Of other events: on eventfd_write (1 of 36 cells)."));
	const auto exact = compared(with_events());
	EXPECT_TRUE(std::holds_alternative<Table>(events_chapter(exact, make_model(exact)).at(2)));
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
