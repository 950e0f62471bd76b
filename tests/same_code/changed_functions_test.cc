// SPDX-License-Identifier: GPL-2.0
#include "tests/same_code/changed_functions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace same_code {
namespace {

using ::testing::ElementsAre;
using ::testing::Key;

constexpr const char *source = R"(// SPDX-License-Identifier: GPL-2.0
#include <linux/fs.h>

#define LIMIT(A) \
	((A) + 1)

BTF_ID_LIST(ids)
BTF_ID(func, one)

/* The first. */
static int first(int (*call)(void), int a)
{
	if (a) {
		call();
	}
out:
	return LIMIT(a);
}

static const struct table rows[] = {
	{ "first", first },
};

__printf(1, 2)
static noinline long
second(const char *text, ...)
{
	return first(NULL, 3);
}

SYSCALL_DEFINE2(third, int, a,
		int, b)
{
	return second("%d", a);
}
EXPORT_SYMBOL_GPL(second);

int fourth(void)
	__acquires(RCU)
{
	return 0;
}
)";

std::string with(const std::string &from, const std::string &to)
{
	std::string text = source;
	const std::size_t at = text.find(from);

	EXPECT_NE(at, std::string::npos) << from;
	return text.replace(at, from.size(), to);
}

TEST(ChangedFunctions, FunctionsAndMacrosAreFoundByName)
{
	EXPECT_THAT(functions_of(source), ElementsAre(Key("LIMIT"), Key("first"), Key("fourth"), Key("second"), Key("third")));
}

TEST(ChangedFunctions, AnotherTextIsAChange)
{
	const auto changed = changed_functions(source, with("return 0;", "return 1;"));

	EXPECT_THAT(changed.names, ElementsAre("fourth"));
	EXPECT_TRUE(changed.has("fourth"));
	EXPECT_TRUE(changed.has("fourth.cold"));
	EXPECT_TRUE(changed.has("fourth.constprop.0"));
	EXPECT_FALSE(changed.has("first"));
	EXPECT_TRUE(changed_functions(source, source).names.empty());
}

TEST(ChangedFunctions, WhatMovesOrStandsElsewhereIsNone)
{
	EXPECT_TRUE(changed_functions(source, with("/* The first. */", "/* The very\n * first.\n */")).names.empty());
	EXPECT_TRUE(changed_functions(source, with("#include", "#include <linux/mm.h>\n#include")).names.empty());
}

TEST(ChangedFunctions, ASystemCallHasTheNamesOfItsSymbols)
{
	const auto changed = changed_functions(source, with("second(\"%d\", a)", "second(\"%d\", b)"));

	for (const char *name : {"__do_sys_third", "__se_sys_third", "__x64_sys_third"})
		EXPECT_TRUE(changed.has(name)) << name;
}

TEST(ChangedFunctions, AddedAndRemovedOnesAreChanged)
{
	const std::string more = source + std::string{"void fifth(void)\n{\n}\n"};

	EXPECT_TRUE(changed_functions(source, more).has("fifth"));
	EXPECT_TRUE(changed_functions(more, source).has("fifth"));
	EXPECT_TRUE(changed_functions("", source).has("first"));
}

TEST(ChangedFunctions, WhoMentionsAChangedOneIsKnown)
{
	const auto changed = changed_functions(source, with("(A) + 1", "(A) + 2"));

	EXPECT_THAT(changed.names, ElementsAre("LIMIT"));
	EXPECT_EQ(changed.mentioned_by("first.isra.0"), "LIMIT");
	EXPECT_EQ(changed.mentioned_by("second"), "first");
	EXPECT_EQ(changed.mentioned_by("__do_sys_third"), "second");
	EXPECT_EQ(changed.mentioned_by("fourth"), "");
}

} // namespace
} // namespace same_code
