// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/hook_defs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace matrix::hooks {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(HookDefs, ReadsNamesTypesDefaultsAndArguments)
{
	const auto hooks = parse_hook_defs("/*\n *\tLSM_HOOK(<type>, <default>, <name>, args...)\n */\n"
					   "LSM_HOOK(int, 0, file_lock, struct file *file,\n\t unsigned int cmd)\n"
					   "#ifdef CONFIG_X\n"
					   "LSM_HOOK(void, LSM_RET_VOID, sb_free_security, struct super_block *sb)\n"
					   "LSM_HOOK(int, -ENOPARAM, fs_context_parse_param, struct fs_context *fc)\n"
					   "#endif\n");
	ASSERT_TRUE(hooks) << hooks.error().to_string();
	ASSERT_EQ(hooks->size(), 3U);
	EXPECT_EQ(hooks->at(0).name, "file_lock");
	EXPECT_EQ(hooks->at(0).returns, "int");
	EXPECT_THAT(hooks->at(0).arguments, ElementsAre("struct file *file", "unsigned int cmd"));
	EXPECT_EQ(hooks->at(1).returns, "void");
	EXPECT_EQ(hooks->at(2).unless, "-ENOPARAM");
}

TEST(HookDefs, FunctionPointersAndVoidAreArguments)
{
	const auto hooks = parse_hook_defs("\nLSM_HOOK(int, 0, a, int (*fn)(int, char *), const void *p)\n"
					   "LSM_HOOK(int, 0, b, void)\n");
	ASSERT_TRUE(hooks);
	EXPECT_THAT(hooks->at(0).arguments, ElementsAre("int (*fn)(int, char *)", "const void *p"));
	EXPECT_THAT(hooks->at(1).arguments, IsEmpty());
}

TEST(HookDefs, AHookOfTwoConfigurationsIsListedOnce)
{
	const auto hooks = parse_hook_defs("#ifdef A\n\nLSM_HOOK(int, 0, a, int x)\n#else\nLSM_HOOK(int, 0, a, int x)\n#endif");
	ASSERT_TRUE(hooks);
	EXPECT_EQ(hooks->size(), 1U);
}

TEST(HookDefs, WhatIsNoHookHeaderIsRefused)
{
	for (const char *text : {"", "int main;\n", "\nLSM_HOOK(int, 0, a, int x\n", "\nLSM_HOOK(int, 0)\n"}) {
		const auto hooks = parse_hook_defs(text);
		ASSERT_FALSE(hooks) << text;
		EXPECT_EQ(hooks.error().id, "hook-defs-unreadable");
		EXPECT_THAT(hooks.error().to_string(), HasSubstr("lsm_hook_defs.h"));
	}
}

} // namespace
} // namespace matrix::hooks
