// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/census.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/own_folder.h"

namespace matrix::hooks {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

class CensusOf : public testing::Test {
protected:
	void since_5_7()
	{
		tree_.write("Makefile", "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 3\nEXTRAVERSION =\n");
		tree_.write("include/linux/lsm_hook_defs.h", "/* hooks */\nLSM_HOOK(int, 0, file_open, struct file *file)\n"
							      "#ifdef CONFIG_KEYS\nLSM_HOOK(int, 0, key_alloc, struct key *key)\n#endif\n"
							      "LSM_HOOK(void, LSM_RET_VOID, sb_free, void)\n");
	}

	tests::OwnFolder tree_;
};

TEST(Registered, AreTheNamesAndNotTheCallbacks)
{
	EXPECT_THAT(registered_hooks("static struct security_hook_list h[] = {\n\tLSM_HOOK_INIT(file_open, a_file_open),\n"
				     "\tLSM_HOOK_INIT(\n\t\tkey_alloc , a_key),\n};\n"),
		    UnorderedElementsAre("file_open", "key_alloc"));
	EXPECT_THAT(registered_hooks("#define LSM_HOOK(RET, DEFAULT, NAME, ...) \\\n\tLSM_HOOK_INIT(NAME, bpf_lsm_##NAME),\n"), UnorderedElementsAre("*"));
	EXPECT_THAT(registered_hooks("LSM_HOOK_INIT(file_open"), testing::IsEmpty());
	EXPECT_THAT(registered_hooks("LSM_HOOK_INIT("), testing::IsEmpty());
}

TEST_F(CensusOf, AnLsmIsAFolderBelowSecurity)
{
	since_5_7();
	tree_.write("security/a/deep/a.c", "LSM_HOOK_INIT(file_open, a), LSM_HOOK_INIT(gone, a)");
	tree_.write("security/integrity/ima/b.c", "LSM_HOOK_INIT(file_open, b)");
	tree_.write("security/commoncap.c", "LSM_HOOK_INIT(key_alloc, c)");
	tree_.write("security/bpf/hooks.c", "LSM_HOOK_INIT(NAME, bpf_lsm_##NAME)");
	tree_.write("security/a/notes.txt", "LSM_HOOK_INIT(sb_free, a)");
	const auto census = take_census(tree_.path());

	ASSERT_TRUE(census) << census.error().to_string();
	EXPECT_EQ(census->version, "6.12.3");
	EXPECT_THAT(census->hooks, ElementsAre("file_open", "key_alloc", "sb_free"));
	EXPECT_THAT(census->lsms.at("a"), UnorderedElementsAre("file_open"));
	EXPECT_THAT(census->lsms.at("ima"), UnorderedElementsAre("file_open"));
	EXPECT_THAT(census->lsms.at("capability"), UnorderedElementsAre("key_alloc"));
	EXPECT_EQ(census->lsms.at("bpf").size(), 3U);
	EXPECT_THAT(census->undeclared, UnorderedElementsAre("gone"));
	EXPECT_EQ(census->implemented_by("file_open"), 2U);
	EXPECT_EQ(census->implemented_by("sb_free"), 0U);

	const std::string text = census_text(*census);
	EXPECT_THAT(text, HasSubstr("Linux 6.12.3: 3 hooks"));
	EXPECT_THAT(text, HasSubstr("1 by none, 1 by 1, 1 by 2"));
	EXPECT_THAT(text, HasSubstr("no hook of this tree: gone"));
	EXPECT_EQ(census_json(*census).at("hooks").at(0).at("lsms").size(), 3U);
}

TEST_F(CensusOf, TheLsmOfThisProjectsTestsIsNoneOfOthers)
{
	since_5_7();
	tree_.write("security/a/a.c", "LSM_HOOK_INIT(file_open, a)");
	tree_.write("security/bpf/hooks.c", "LSM_HOOK_INIT(NAME, bpf_lsm_##NAME)");
	const auto mainline = take_census(tree_.path());
	tree_.write("security/hooktest/hooktest.c", "LSM_HOOK_INIT(NAME, hooktest_##NAME)");
	const auto census = take_census(tree_.path());

	ASSERT_TRUE(mainline && census);
	EXPECT_EQ(census->implemented_by("file_open"), 1U);
	EXPECT_EQ(census->implemented_by("sb_free"), 0U);
	EXPECT_THAT(census_text(*mainline), HasSubstr("other than bpf have callbacks on: 2 by none, 1 by 1."));
	EXPECT_THAT(census_text(*census), HasSubstr("other than bpf and hooktest have callbacks on: 2 by none, 1 by 1."));
	EXPECT_THAT(census_text(*census), HasSubstr("% (of this project's tests)\n"));
	EXPECT_THAT(census_markdown(*census), HasSubstr("| hooktest (of this project's tests) | 3 |"));
}

TEST_F(CensusOf, BeforeFivePointSevenHooksAreListsInAStruct)
{
	tree_.write("include/linux/lsm_hooks.h", "struct security_hook_heads {\n\tstruct hlist_head file_open;\n#ifdef X\n"
						 "\tstruct hlist_head key_alloc;\n#endif\n} __randomize_layout;\nstruct hlist_head other;\n");
	tree_.write("security/a/a.c", "LSM_HOOK_INIT(file_open, a)");
	const auto census = take_census(tree_.path());

	ASSERT_TRUE(census) << census.error().to_string();
	EXPECT_THAT(census->hooks, ElementsAre("file_open", "key_alloc"));
	EXPECT_EQ(census->version, "unknown");
}

TEST_F(CensusOf, NoKernelIsAnError)
{
	EXPECT_EQ(take_census(tree_.path()).error().id, "hook-defs-unreadable");
	since_5_7();
	EXPECT_EQ(take_census(tree_.path()).error().id, "census-unreadable"); // without security/
}

} // namespace
} // namespace matrix::hooks
