// SPDX-License-Identifier: GPL-2.0
#include "loader/base/wrap.h"

#include <gtest/gtest.h>

namespace {

TEST(Wrap, BreaksBetweenWordsAndBeginsBelowTheBullet)
{
	EXPECT_EQ(base::wrap("one two three", 7), "one two\nthree\n");
	EXPECT_EQ(base::wrap("one two three", 9, "- "), "- one two\n  three\n");
	EXPECT_EQ(base::wrap("  a \n b  ", 80), "a b\n");
	EXPECT_EQ(base::wrap("much-too-long it", 4), "much-too-long\nit\n");
	EXPECT_EQ(base::wrap("", 80), "\n");
}

} // namespace
