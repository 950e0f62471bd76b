// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/layout.h"

#include <gmock/gmock.h>

namespace matrix::report {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

using Rows = std::vector<std::vector<std::string>>;

TEST(Layout, WhatFitsIsOnePart)
{
	const Layout layout = lay_out({"workload", "none", "override"}, Rows{{"pipe", "1974", "+3"}}, {.line = 30, .name = 9});

	EXPECT_THAT(layout.names, ElementsAre("workload", "none", "override"));
	EXPECT_THAT(layout.legend, IsEmpty());
	EXPECT_THAT(layout.widths, ElementsAre(8U, 4U, 8U));
	EXPECT_THAT(layout.parts, ElementsAre(ElementsAre(0U, 1U, 2U)));
}

TEST(Layout, ANameThatIsTooWideHasANumber)
{
	const Layout layout = lay_out({"a name that is wide", "none", "bpf-lsm bpf", "x"}, Rows{}, {.line = 80, .name = 4, .fixed = 2});

	EXPECT_THAT(layout.names, ElementsAre("a name that is wide", "none", "[1]", "x"));
	EXPECT_THAT(layout.legend, ElementsAre(Pair("[1]", "bpf-lsm bpf")));
}

TEST(Layout, WhatIsTooWideIsPartedAndTheFixedColumnsAreInEach)
{
	const Layout layout = lay_out({"w", "none", "a", "b", "c"}, Rows{}, {.line = 26, .name = 9, .least = 9, .gap = 1, .fixed = 1});

	EXPECT_THAT(layout.parts, ElementsAre(ElementsAre(0U, 1U, 2U), ElementsAre(0U, 3U, 4U)));
}

TEST(Layout, ColumnsThatBelongTogetherStay)
{
	const Layout layout = lay_out({"n", "a", "b", "c", "d", "e"}, Rows{}, {.line = 7, .gap = 1, .fixed = 1, .together = 2});

	EXPECT_THAT(layout.parts, ElementsAre(ElementsAre(0U, 1U, 2U), ElementsAre(0U, 3U, 4U), ElementsAre(0U, 5U)));
}

TEST(Layout, AColumnWiderThanALineIsThereAllTheSame)
{
	const Layout layout = lay_out({"w", "a", "b"}, Rows{{"x", "0123456789", "1"}}, {.line = 5, .gap = 1, .fixed = 1});

	EXPECT_THAT(layout.parts, ElementsAre(ElementsAre(0U, 1U), ElementsAre(0U, 2U)));
	EXPECT_THAT(lay_out({}, Rows{}, {}).parts, ElementsAre(IsEmpty()));
}

TEST(Sentences, SayOnceWhatIsAlike)
{
	const auto sentences = sentences_of({"what", "here", "source"}, Rows{{"a", "1", "x"}, {"b", "", "x"}, {"c", "3", "y"}}, 1);

	ASSERT_EQ(sentences.size(), 3U);
	EXPECT_EQ(sentences[0].opening, "source: x");
	EXPECT_EQ(sentences[0].words, "here: 1");
	EXPECT_EQ(sentences[1].opening, "");
	EXPECT_EQ(sentences[1].words, "");
	EXPECT_EQ(sentences[2].opening, "source: y");
	EXPECT_EQ(sentences_of({"what", "value"}, Rows{{"kernel", "6.12"}}, 0)[0].words, "6.12");
}

TEST(Layout, WidthIsNotBytes)
{
	EXPECT_EQ(width_of("\u22121\u202f462"), 6U);
	EXPECT_EQ(width_of(""), 0U);
}

} // namespace
} // namespace matrix::report
