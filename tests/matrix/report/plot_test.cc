// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/plot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
