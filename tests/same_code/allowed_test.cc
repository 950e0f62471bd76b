// SPDX-License-Identifier: GPL-2.0
#include "tests/same_code/allowed.h"

#include <gtest/gtest.h>

namespace same_code {
namespace {

constexpr const char *text = "# why this file\n\nobject: fs/a.o\nfunction: f\nvariants: none bpf-lsm\n"
			     "reason: it is\n\tlong\n\nobject: fs/b.o\nfunction: g\nvariants: none\nreason: short";

TEST(Allowed, EntriesAreForTheirVariants)
{
	const auto none = parse_allowed(text, "none");
	ASSERT_TRUE(none);
	ASSERT_EQ(none->size(), 2U);
	EXPECT_EQ(none->at(0).object, "fs/a.o");
	EXPECT_EQ(none->at(0).function, "f");
	EXPECT_EQ(none->at(0).reason, "it is long");
	EXPECT_EQ(none->at(1).reason, "short");
	EXPECT_EQ(parse_allowed(text, "bpf-lsm")->size(), 1U);
	EXPECT_TRUE(parse_allowed(text, "bpf")->empty());
	EXPECT_TRUE(parse_allowed("", "none")->empty());
}

TEST(Allowed, AnEntryIsWholeOrRefused)
{
	for (const char *bad : {"object: a.o\nfunction: f\nvariants: none\n", "object: a.o\n\n", "why: not\n", "word\n"}) {
		const auto entries = parse_allowed(bad, "none");
		ASSERT_FALSE(entries) << bad;
		EXPECT_EQ(entries.error().id, "entry-malformed");
	}
}

} // namespace
} // namespace same_code
