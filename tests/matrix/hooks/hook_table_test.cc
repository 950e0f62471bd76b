// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/hook_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "loader/base/files.h"
#include "matrix/hooks/audit.h"
#include "matrix/hooks/idle_code.h"
#include "matrix/hooks/render.h"
#include "matrix/hooks/vmlinux.h"
#include "tests/own_folder.h"

namespace fs = std::filesystem;

namespace matrix::hooks {
namespace {

using testing::HasSubstr;
using testing::Not;

HookTable example_table()
{
	const HookDef open{.name = "file_open", .returns = "int", .unless = "0", .arguments = {"struct file *file"}};
	const HookDef label{.name = "ismaclabel", .returns = "int", .unless = "0", .arguments = {"const char *name"}};

	return {.variant = "override",
		.hooks = {{.def = open, .kind = HookClass::deny, .takes_programs = true, .sleepable = true, .functions = {"do_dentry_open"}, .reason = {}},
			  {.def = label, .kind = HookClass::disabled, .takes_programs = false, .sleepable = false, .functions = {}, .reason = "why"}}};
}

TEST(HookTable, EachFormatHasEveryHookOnce)
{
	const HookTable table = example_table();

	EXPECT_THAT(as_text(table), HasSubstr("file_open   deny          1  yes        struct file *file\n"));
	EXPECT_THAT(as_text(table), HasSubstr("ismaclabel  disabled      -  no         why\n"));
	EXPECT_THAT(as_text(table), HasSubstr("2 hooks of override: 1 deny, 0 observe, 1 disabled, 0 absent; 1 take programs."));
	EXPECT_THAT(as_markdown(table), HasSubstr("| `file_open` | deny | yes | `struct file *file` |  |\n"));
	EXPECT_THAT(as_markdown(table), Not(HasSubstr("do_dentry_open")));
	const auto json = as_json(table);
	EXPECT_EQ(json["hooks"].size(), 2U);
	EXPECT_EQ(json["hooks"][0]["gates"][0], "do_dentry_open");
	EXPECT_EQ(json["hooks"][1]["reason"], "why");
}

class HookTableErrors : public ::testing::Test {
protected:
	tests::OwnFolder own_;
	Layout layout_{.root = own_.path(), .build = own_.path() / "build"};
};

TEST_F(HookTableErrors, AVariantThatDoesNotExistIsNamedWithThoseThatDo)
{
	const auto table = read_hook_table(layout_, "overide");

	ASSERT_FALSE(table);
	EXPECT_EQ(table.error().id, "variant-unknown");
}

TEST_F(HookTableErrors, AKernelThatIsNotBuiltIsSaidToBe)
{
	const auto table = read_hook_table(layout_, "override");

	ASSERT_FALSE(table);
	EXPECT_EQ(table.error().id, "kernel-not-built");
	EXPECT_EQ(table.error().code, base::ExitCode::missing_dependency);
	EXPECT_THAT(table.error().hint, HasSubstr("make variant=override"));
}

TEST_F(HookTableErrors, WhatIsNoKernelIsRefused)
{
	own_.write(layout_.source_dir() / "include/linux/lsm_hook_defs.h", "\nLSM_HOOK(int, 0, a, int x)\n");
	own_.write(layout_.kernel_dir("override") / "metadata.json", R"({"schema_version": 1, "source": {"identity": ""}})");
	for (const char *content : {"", "not ELF", "\177ELF\2\1\1"}) {
		own_.write(layout_.kernel_dir("override") / "vmlinux", content);
		const auto table = read_hook_table(layout_, "override");
		ASSERT_FALSE(table);
		EXPECT_EQ(table.error().id, "vmlinux-unreadable");
	}
}

TEST_F(HookTableErrors, AKernelOfAnotherSourceIsRefused)
{
	own_.write(layout_.source_dir() / "include/linux/lsm_hook_defs.h", "\nLSM_HOOK(int, 0, a, int x)\n");
	own_.write(layout_.kernel_dir("override") / "vmlinux", "");
	own_.write(layout_.kernel_dir("override") / "metadata.json", R"({"schema_version": 1, "source": {"identity": "other"}})");
	EXPECT_EQ(read_hook_table(layout_, "override").error().id, "other-source");
}

TEST_F(HookTableErrors, AuditingWhatIsNotThereIsRefused)
{
	EXPECT_EQ(audit_gates(layout_, "overide").error().id, "variant-unknown");
	EXPECT_EQ(audit_gates(layout_, "override").error().id, "kernel-not-built");
	EXPECT_EQ(compare_idle_code(layout_, "override").error().id, "kernel-not-built");
	EXPECT_EQ(compare_idle_code(layout_, "overide").error().id, "variant-unknown");
}

// This program has symbols and data, but no BTF.
TEST_F(HookTableErrors, AProgramWithoutBtfIsNoKernel)
{
	const auto kernel = Vmlinux::open("/proc/self/exe");

	ASSERT_FALSE(kernel);
	EXPECT_THAT(kernel.error().reason, HasSubstr("BTF"));
}

TEST(GateAudit, OffendersAreNamed)
{
	const GateAudit audit{.gates = {{"file_open", {.in_vmlinux = 2, .in_modules = 1}}, {"(inode storage)", {.in_vmlinux = 1}}},
			      .modules = 4, .short_no_ops = 1, .long_no_ops = 1,
			      .offenders = {{"file_open", "", "do_dentry_open", 0x10, "eb 10", "jmp 0x22", "it jumps, calls or returns"},
					    {"file_open", "fuse.ko", "fuse_open", 0x20, "90", "nop", "no jump label has this size"}},
			      .code_bytes = 1010, .code_of_none = 1000};
	const std::string text = as_text(audit, "override");

	EXPECT_THAT(text, HasSubstr("3 gates in vmlinux and 1 in 4 modules, of 1 hooks; 1 no-ops of 2 bytes, 1 of 5, 2 of something else"));
	EXPECT_THAT(text, HasSubstr("not a no-op: file_open in do_dentry_open at 0x10: jmp 0x22 (eb 10): it jumps, calls or returns\n"));
	EXPECT_THAT(text, HasSubstr("not a no-op: file_open in fuse_open of fuse.ko at 0x20: nop (90): no jump label has this size\n"));
	EXPECT_THAT(text, HasSubstr("code of all functions: 1010 bytes, +10 beside none (+1.00 %)"));
}

TEST(GateAudit, KnowsWhoseGateAKeyIs)
{
	EXPECT_EQ(gated_by("bpf_override_key_file_open"), "file_open");
	EXPECT_EQ(gated_by("bpf_inode_storage_key"), "(inode storage)");
	EXPECT_EQ(gated_by("sched_smt_present"), "");
}

TEST(IdleCode, RowsSayWhatIsThereBesideTheGates)
{
	const IdleCode code{.variant = "override",
			    .functions = {{.name = "vfs_open", .source = "", .hooks = {"file_open", "file_open"}, .instructions = 30,
					   .of_none = 25, .pushes = 3, .pushes_of_none = 1, .calls = 2, .calls_of_none = 2},
					  {.name = "alike", .source = "a.c", .hooks = {"bpf"}, .instructions = 8, .of_none = 7, .pushes = 0,
					   .pushes_of_none = 0, .calls = 0, .calls_of_none = 0}},
			    .not_in_none = {"rw_ask_programs"}};

	EXPECT_EQ(code.functions[0].extra(), 3);
	EXPECT_EQ(code.functions[1].extra(), 0);
	EXPECT_THAT(as_text(code), HasSubstr("vfs_open                                 2     25     30     +3     +2     +0  file_open file_open\n"));
	EXPECT_THAT(as_text(code), HasSubstr("2 functions with gates beside the same of none; 1 have the gates and no other instruction more\n"));
	EXPECT_THAT(as_text(code), HasSubstr("not a function of its own in none: rw_ask_programs\n"));
}

} // namespace
} // namespace matrix::hooks
