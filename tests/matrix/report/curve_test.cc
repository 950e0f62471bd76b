// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/curve.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matrix/report/answer.h"
#include "matrix/report/model.h"
#include "matrix/report/program_price.h"
#include "matrix/report/renderer.h"
#include "matrix/report/tables.h"
#include "tests/matrix/compare/example.h"
#include "tests/matrix/report/compared.h"

namespace matrix::report {
namespace {

using testing::HasSubstr;
using testing::Not;

// 123 for the first program on override and 20 for each further one, 125 and 60
// on the BPF LSM.
compare::Results curve_results()
{
	compare::Results results = example::results();

	for (const auto &[scenario, programs] : {std::pair{"noop-2", 2}, {"noop-38", 38}}) {
		results.cells.push_back(example::cell({"override", "gate", "-", scenario}, "eventfd_write", {630.0 + 20 * (programs - 1)}));
		results.cells.push_back(example::cell({"bpf-lsm", "static-call", "bpf", scenario}, "eventfd_write", {665.0 + 60 * (programs - 1)}));
	}
	return results;
}

TEST(Added, IsCountedFromTheSameKernelIdle)
{
	const auto comparison = compared(example::results());

	EXPECT_EQ(comparison.added(example::override_noop, "eventfd_write", "instructions"), 630 - 507);
	EXPECT_EQ(comparison.added(example::bpf_noop, "eventfd_write", "instructions"), 665 - 540);
	EXPECT_EQ(comparison.added(example::override_idle, "eventfd_write", "instructions"), std::nullopt);
	EXPECT_EQ(comparison.added(example::override_noop, "pipe", "instructions"), std::nullopt);
}

TEST(Added, OfAFailedCellIsNothing)
{
	compare::Results results = example::results();
	for (auto &cell : results.cells)
		if (cell.configuration == example::bpf_idle)
			cell.status = "failed";

	EXPECT_EQ(compared(results).added(example::bpf_noop, "eventfd_write", "instructions"), std::nullopt);
}

TEST(Curves, HaveALinePerKernelAndTheSlopes)
{
	const auto all = curves(compared(curve_results()));

	ASSERT_EQ(all.size(), 1U);
	EXPECT_EQ(all[0].workload, "eventfd_write");
	ASSERT_EQ(all[0].lines.size(), 2U);
	const CurveLine &line = all[0].lines[1];
	EXPECT_EQ(line.column, "bpf-lsm bpf");
	ASSERT_EQ(line.points.size(), 3U);
	EXPECT_EQ(line.points[0].further, std::nullopt);
	EXPECT_EQ(line.points[1].further, 60);
	EXPECT_EQ(line.points[2].programs, 38U);
	EXPECT_EQ(line.first(), 125);
	EXPECT_EQ(line.further(), 60);
	EXPECT_EQ(all[0].lines[0].further(), 20);
}

TEST(Curves, OneProgramAloneIsNone) { EXPECT_TRUE(curves(compared(example::results())).empty()); }

// A set may have the end of the curve only: it is shown, without a slope.
TEST(Curves, APointAloneHasNoSlope)
{
	compare::Results results = curve_results();
	std::erase_if(results.cells, [](const auto &cell) {
		return cell.configuration.scenario == "noop-1" || cell.configuration.scenario == "noop-2";
	});
	const auto all = curves(compared(results));

	ASSERT_EQ(all.size(), 1U);
	EXPECT_EQ(all[0].lines[0].first(), std::nullopt);
	EXPECT_EQ(all[0].lines[0].further(), std::nullopt);
	for (const Renderer &row : renderer_table())
		EXPECT_TRUE(row.render(compared(results))) << row.format;
}

TEST(Prices, AreARatioOfWhatEachKernelAdds)
{
	const auto rows = prices(compared(example::results()), "instructions");

	ASSERT_EQ(rows.size(), 2U);
	EXPECT_EQ(rows[0].workload, "getppid");
	EXPECT_EQ(rows[0].ratio, std::nullopt);
	EXPECT_EQ(rows[0].why_not, "adds nothing there");
	EXPECT_EQ(rows[1].here, 123);
	EXPECT_EQ(rows[1].there, 125);
	EXPECT_EQ(rows[1].ratio, 123.0 / 125);
}

TEST(Prices, AWorkloadWhoseSamplesDifferHasNone)
{
	compare::Results results = example::results();
	for (auto &cell : results.cells)
		if (cell.configuration == example::bpf_noop && cell.workload == "eventfd_write")
			cell.samples = {600, 665, 700, 900};
	const auto rows = prices(compared(results), "instructions");

	EXPECT_EQ(rows[1].ratio, std::nullopt);
	EXPECT_EQ(rows[1].why_not, "not exact");
	EXPECT_TRUE(price_sentences(compared(results), "instructions").empty());
}

TEST(Prices, WithoutTheOtherKernelThereAreNone)
{
	compare::Results results = example::results();
	std::erase_if(results.cells, [](const auto &cell) { return cell.configuration.variant == "bpf-lsm"; });

	EXPECT_FALSE(price_pair(compared(results)));
	EXPECT_TRUE(prices(compared(results), "instructions").empty());
}

TEST(Answer, HasTheRatioAndTheSlopeAndNoSentenceForEachPoint)
{
	const auto sentences = answer(compared(curve_results()));

	ASSERT_EQ(sentences.size(), 6U);
	EXPECT_THAT(sentences[4], HasSubstr("as a share of what it adds on bpf-lsm bpf"));
	EXPECT_THAT(sentences[4], HasSubstr("0.98 on eventfd_write (+123 and +125)"));
	EXPECT_THAT(sentences[5], HasSubstr("from 1 to 38, adds +20 instructions to eventfd_write on override and +60 on bpf-lsm bpf"));
	EXPECT_EQ(answer(compared(example::results())).size(), 5U);
}

TEST(Curves, AreTablesAndNoSections)
{
	const auto comparison = compared(curve_results());
	const Model model = make_model(comparison);
	const std::vector<Table> program = price_tables(comparison);
	const std::vector<Table> tables = curve_tables(comparison, model.sections);

	EXPECT_EQ(model.sections.size(), 2U);
	ASSERT_EQ(program.size(), 1U);
	EXPECT_EQ(program[0].title, "One program");
	EXPECT_EQ(program[0].rows[1], (std::vector<std::string>{"eventfd_write", "+123", "+125", "0.98"}));
	ASSERT_EQ(tables.size(), 1U);
	const Table &curve = tables[0];
	ASSERT_TRUE(curve.plot);
	EXPECT_EQ(curve.notes[0], "override: the first program adds +123, each further one +20 (from 1 to 38).");
	ASSERT_EQ(curve.rows.size(), 3U);
	EXPECT_EQ(curve.rows[2], (std::vector<std::string>{"38", "1\u202f370", "+863", "+20", "2\u202f885", "+2\u202f345", "+60"}));
	// The colours of the bars.
	EXPECT_EQ(curve.plot->lines[1].place, model.sections[0].places[1]);
}

TEST(Renderer, EachReadableFormatShowsTheCurve)
{
	const auto comparison = compared(curve_results());
	const std::string markdown = *find_renderer("markdown")->render(comparison);
	const std::string html = *find_renderer("html")->render(comparison);

	EXPECT_THAT(html, HasSubstr("<li><a href=\"#curve\">Cost by number of programs</a></li>"));
	EXPECT_THAT(markdown, HasSubstr("### Cost by number of programs attached: eventfd\\_write"));
	EXPECT_THAT(markdown, HasSubstr("| programs on the hook | override | over idle | each further | bpf-lsm bpf | over idle | each further |\n"
					"|---|---:|---:|---:|---:|---:|---:|\n"
					"| 1 | 630 | +123 | \u2013 | 665 | +125 | \u2013 |\n"));
	EXPECT_THAT(html, HasSubstr("id=\"curve-eventfd_write-instructions\""));
	EXPECT_THAT(html, HasSubstr("plot_curve_eventfd_write_instructions_"));
	EXPECT_THAT(*find_renderer("html")->render(compared(example::results())), Not(HasSubstr("curve-")));
	EXPECT_EQ(*find_renderer("curve")->render(compared(example::results())),
		  "workload,counter,variant,dispatch,stack,programs,median,over_idle,each_further,exact\r\n");
	EXPECT_THAT(*find_renderer("curve")->render(comparison),
		    HasSubstr("eventfd_write,instructions,bpf-lsm,static-call,bpf,38,2885,2345,60.000,yes\r\n"));
}

} // namespace
} // namespace matrix::report
