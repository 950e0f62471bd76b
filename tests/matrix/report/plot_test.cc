// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/plot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matrix/report/renderer.h"
#include "tests/matrix/compare/example.h"

namespace matrix::report {
namespace {

using testing::HasSubstr;
using testing::Not;

Section section()
{
	return make_model(*compare::compare(example::results())).sections.front();
}

TEST(Plot, TheScriptHoldsEveryBar)
{
	const std::string script = plot_script(section(), "/tmp/x.svg");

	EXPECT_THAT(script, HasSubstr("\"eventfd_write\" 1.400000 8.000000"));
	EXPECT_THAT(script, HasSubstr("title \"bpf-lsm bpf\""));
}

// A name goes into gnuplot's program as text only.
TEST(Plot, NamesCannotBecomeCommands)
{
	Section hostile = section();
	hostile.columns[0] = "x\" lc rgb 'red'\nsystem \"touch /tmp/y\"";

	EXPECT_THAT(plot_script(hostile, "/tmp/x.svg"), Not(HasSubstr("\nsystem")));
}

TEST(Plot, MissingFiguresAreGaps)
{
	Section holes = section();
	holes.rows[0].entries[0].difference.reset();

	EXPECT_THAT(plot_script(holes, "/tmp/x.svg"), HasSubstr("\"getppid\" NaN"));
}

// gnuplot calls that an error, and a report without the kernel that all is compared with is none.
TEST(Plot, OfNothingIsEmptyAndNoError)
{
	Section one = section();
	for (Row &row : one.rows)
		row.entries[0].inexact = true;
	EXPECT_TRUE(plot_svg(one)->starts_with("<svg")); // the other column is there

	Section nothing_in_it = section();
	for (Row &row : nothing_in_it.rows)
		for (Entry &entry : row.entries)
			entry.inexact = true;
	ASSERT_TRUE(plot_svg(nothing_in_it));
	EXPECT_EQ(*plot_svg(nothing_in_it), "");
	compare::Results results = example::results();
	std::erase_if(results.cells, [](const compare::Cell &cell) { return cell.configuration.variant == "none"; });
	const auto page = find_renderer("html")->render(*compare::compare(std::move(results)));
	ASSERT_TRUE(page) << page.error().to_string();
	EXPECT_THAT(*page, HasSubstr("eventfd_write"));
}

TEST(Plot, IsAnSvgWithThePagesColours)
{
	const auto svg = plot_svg(section());

	ASSERT_TRUE(svg) << svg.error().to_string();
	EXPECT_TRUE(svg->starts_with("<svg")) << svg->substr(0, 100);
	EXPECT_THAT(*svg, HasSubstr("currentColor"));
	EXPECT_THAT(*svg, HasSubstr("var(--line)"));
	EXPECT_THAT(*svg, HasSubstr("eventfd_write"));
}

} // namespace
} // namespace matrix::report
