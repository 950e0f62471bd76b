// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/hooks_diff.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/own_folder.h"

namespace matrix::hooks {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char *before = "\nLSM_HOOK(int, 0, same, struct file *file)\n"
			       "LSM_HOOK(int, 0, grows, struct inode *inode)\n"
			       "LSM_HOOK(int, 0, other_type, struct inode *inode)\n"
			       "LSM_HOOK(int, 0, other_name, struct inode *inode)\n"
			       "LSM_HOOK(int, -EOPNOTSUPP, answers, void)\n"
			       "LSM_HOOK(void, LSM_RET_VOID, inode_getsecid, struct inode *inode, u32 *secid)\n"
			       "LSM_HOOK(int, 0, gone, struct cred *cred)\n"
			       "LSM_HOOK(int, 0, path_old, const struct path *path, int flags)\n";
constexpr const char *after = "\nLSM_HOOK(int, 0, same, struct file *file)\n"
			      "LSM_HOOK(int, 0, grows, struct mnt_idmap *idmap, struct inode *inode)\n"
			      "LSM_HOOK(int, 0, other_type, struct dentry *inode)\n"
			      "LSM_HOOK(int, 0, other_name, struct inode *node)\n"
			      "LSM_HOOK(int, 0, answers, void)\n"
			      "LSM_HOOK(void, LSM_RET_VOID, inode_getlsmprop, struct inode *inode, struct lsm_prop *prop)\n"
			      "LSM_HOOK(int, 0, fresh, struct task_struct *task)\n"
			      "LSM_HOOK(int, 0, path_new, const struct path *path, int how)\n";

HooksDiff diff() { return diff_hooks(*parse_hook_defs(before), *parse_hook_defs(after)); }

TEST(ArgumentType, IsWithoutTheName)
{
	EXPECT_EQ(argument_type("const struct cred *mgr"), "struct cred *");
	EXPECT_EQ(argument_type("const char *const *argv"), "char **");
	EXPECT_EQ(argument_type("struct file *file"), "struct file *");
	EXPECT_EQ(argument_type("unsigned int cmd"), "unsigned int");
	EXPECT_EQ(argument_type("u32"), "u32");
	EXPECT_EQ(argument_type("char name[16]"), "char []");
	EXPECT_EQ(argument_type("int (*fill)(void *, int)"), "int (*fill)(void *, int)");
	EXPECT_EQ(argument_type(""), "");
}

TEST(DiffHooks, TellsAddedRemovedRenamedAndChanged)
{
	const HooksDiff found = diff();

	EXPECT_THAT(found.added, ElementsAre("fresh"));
	EXPECT_THAT(found.removed, ElementsAre("gone"));
	ASSERT_EQ(found.renamed.size(), 2u);
	EXPECT_EQ(found.renamed[0].was, "inode_getsecid");
	EXPECT_EQ(found.renamed[0].name, "inode_getlsmprop") << "so mainline says";
	EXPECT_TRUE(found.renamed[0].arguments);
	EXPECT_EQ(found.renamed[1].name, "path_new") << "the only one with these arguments";
	ASSERT_EQ(found.changed.size(), 4u);
	EXPECT_TRUE(found.changed[0].arguments);
	EXPECT_TRUE(found.changed[1].arguments);
	EXPECT_TRUE(found.changed[2].names && !found.changed[2].arguments);
	EXPECT_TRUE(found.changed[3].fallback && !found.changed[3].arguments);
}

TEST(DiffHooks, ARenamedOneIsSoInBothDirections)
{
	const HooksDiff back = diff_hooks(*parse_hook_defs(after), *parse_hook_defs(before));

	ASSERT_EQ(back.renamed.size(), 2u);
	EXPECT_EQ(back.renamed[0].was, "inode_getlsmprop");
	EXPECT_EQ(back.renamed[0].name, "inode_getsecid");
	EXPECT_EQ(back.renamed[1].name, "path_old");
	EXPECT_THAT(back.added, ElementsAre("gone"));
	EXPECT_THAT(back.removed, ElementsAre("fresh"));
}

TEST(DiffHooks, OfATreeWithItselfIsNothing)
{
	const auto hooks = *parse_hook_defs(before);
	const HooksDiff none = diff_hooks(hooks, hooks);

	EXPECT_THAT(none.added, IsEmpty());
	EXPECT_THAT(none.removed, IsEmpty());
	EXPECT_THAT(none.renamed, IsEmpty());
	EXPECT_THAT(none.changed, IsEmpty());
	EXPECT_THAT(broken_by(none, {{"p", "a", "gone"}}), IsEmpty());
}

TEST(BrokenBy, NamesWhatAProgramSees)
{
	HooksDiff found = diff();
	found.b = "9.9";
	const auto breaks = broken_by(found, {{"p", "a", "same"}, {"p", "b", "gone"}, {"p", "c", "grows"}, {"p", "d", "other_name"}, {"p", "e", "inode_getsecid"},
					      {"p", "f", "other_type"}, {"p", "g", "answers"}});

	ASSERT_EQ(breaks.size(), 4u);
	EXPECT_EQ(breaks[0].reason, "9.9 has no such hook");
	EXPECT_EQ(breaks[1].reason, "it has 2 arguments in 9.9, and had 1: so has the answer that stands behind them another place");
	EXPECT_EQ(breaks[2].reason, "it is called inode_getlsmprop in 9.9, with other arguments");
	EXPECT_EQ(breaks[3].reason, "its arguments are others in 9.9");
	EXPECT_THAT(hooks_diff_text(found, breaks, 7), HasSubstr("4 of 7 programs of policies may break"));
	EXPECT_THAT(hooks_diff_text(found, {}, 0), HasSubstr("No policy made for A was given or built."));
	EXPECT_EQ(hooks_diff_json(found, breaks, 7)["breaks"].size(), 4u);
	EXPECT_THAT(hooks_diff_markdown(found, breaks, 7), HasSubstr("- renamed inode_getsecid -> inode_getlsmprop"));
}

TEST(BrokenBy, AnOptionalProgramIsLeftOutWhereItsHookIsGone)
{
	HooksDiff found = diff();
	found.b = "9.9";
	const auto breaks = broken_by(found, {{"p", "b", "gone", true}, {"p", "e", "inode_getsecid", true}});

	ASSERT_EQ(breaks.size(), 2u);
	EXPECT_FALSE(any_broken(breaks));
	EXPECT_THAT(hooks_diff_text(found, breaks, 2), HasSubstr("program b on gone: 9.9 has no such hook; it is optional, and left out\n"));
	EXPECT_THAT(hooks_diff_text(found, breaks, 2), HasSubstr("0 of 2 programs"));
	EXPECT_EQ(hooks_diff_json(found, breaks, 2)["breaks"][0]["left_out"], true);
	// The hook is there, with other arguments than the program takes.
	EXPECT_TRUE(any_broken(broken_by(found, {{"p", "c", "grows", true}})));
}

TEST(DisabledHooks, AreThoseOfTheSet)
{
	EXPECT_THAT(disabled_hooks("/* x */\nBTF_SET_START(bpf_lsm_disabled_hooks)\nBTF_ID(func, bpf_lsm_getprocattr)\n#ifdef CONFIG_KEYS\nBTF_ID(func, bpf_lsm_key_getsecurity)\n"
				   "#endif\nBTF_SET_END(bpf_lsm_disabled_hooks)\nBTF_ID(func, bpf_lsm_bpf)\n"),
		    ElementsAre("getprocattr", "key_getsecurity"));
	EXPECT_THAT(disabled_hooks("BTF_SET_START(disabled_hooks)\nBPF_HOOK_ID(ismaclabel)\nBTF_SET_END(disabled_hooks)\n"), ElementsAre("ismaclabel"));
	EXPECT_THAT(disabled_hooks("BTF_SET_START(sleepable_lsm_hooks)\nBTF_ID(func, bpf_lsm_bpf)\n"), IsEmpty());
	EXPECT_THAT(disabled_hooks(""), IsEmpty());
}

TEST(DisabledHooks, OfBTakeNoProgramsThatWereOnA)
{
	HooksDiff found;
	found.b = "6.12";
	found.disabled = {"ismaclabel"};
	const auto breaks = broken_by(found, {{"p", "a", "ismaclabel"}, {"p", "b", "bpf"}});
	ASSERT_EQ(breaks.size(), 1u);
	EXPECT_EQ(breaks[0].reason, "6.12 takes no programs on it");
}

TEST(DiffTrees, SaysWhichTreeIsNone)
{
	const tests::OwnFolder own;

	std::filesystem::create_directories(own.path() / "a/include/linux");
	own.write("a/include/linux/lsm_hook_defs.h", before);
	own.write("a/Makefile", "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 2\nEXTRAVERSION =\n");
	const auto same = diff_trees(own.path() / "a", own.path() / "a");
	ASSERT_TRUE(same) << same.error().to_string();
	EXPECT_EQ(same->a, "6.1.2");
	const auto none = diff_trees(own.path() / "a", own.path() / "b");
	ASSERT_FALSE(none);
	EXPECT_EQ(none.error().id, "hook-defs-unreadable");
	EXPECT_THAT(none.error().object, HasSubstr("/b"));
}

} // namespace
} // namespace matrix::hooks
