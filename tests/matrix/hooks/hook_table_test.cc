// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/hook_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "loader/base/files.h"
#include "matrix/hooks/audit.h"
#include "matrix/hooks/render.h"
#include "matrix/hooks/vmlinux.h"

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
	void SetUp() override
	{
		std::string name = (fs::temp_directory_path() / "hook_table_test.XXXXXX").string();
		ASSERT_NE(::mkdtemp(name.data()), nullptr);
		layout_ = {.root = name, .build = fs::path{name} / "build"};
	}
	void TearDown() override { fs::remove_all(layout_.root); }
	void write(const fs::path &file, const std::string &text)
	{
		fs::create_directories(file.parent_path());
		ASSERT_TRUE(base::write_file_atomically(file, text));
	}

	Layout layout_;
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
	write(layout_.source_dir() / "include/linux/lsm_hook_defs.h", "\nLSM_HOOK(int, 0, a, int x)\n");
	write(layout_.kernel_dir("override") / "metadata.json", R"({"schema_version": 1, "source": {"identity": ""}})");
	for (const char *content : {"", "not ELF", "\177ELF\2\1\1"}) {
		write(layout_.kernel_dir("override") / "vmlinux", content);
		const auto table = read_hook_table(layout_, "override");
		ASSERT_FALSE(table);
		EXPECT_EQ(table.error().id, "vmlinux-unreadable");
	}
}

TEST_F(HookTableErrors, AKernelOfAnotherSourceIsRefused)
{
	write(layout_.source_dir() / "include/linux/lsm_hook_defs.h", "\nLSM_HOOK(int, 0, a, int x)\n");
	write(layout_.kernel_dir("override") / "vmlinux", "");
	write(layout_.kernel_dir("override") / "metadata.json", R"({"schema_version": 1, "source": {"identity": "other"}})");
	EXPECT_EQ(read_hook_table(layout_, "override").error().id, "other-source");
}

TEST_F(HookTableErrors, AuditingWhatIsNotThereIsRefused)
{
	EXPECT_EQ(audit_gates(layout_, "overide").error().id, "variant-unknown");
	EXPECT_EQ(audit_gates(layout_, "override").error().id, "kernel-not-built");
}

// This program has symbols and data, but no BTF.
TEST_F(HookTableErrors, AProgramWithoutBtfIsNoKernel)
{
	const auto kernel = Vmlinux::open("/proc/self/exe");

	ASSERT_FALSE(kernel);
	EXPECT_THAT(kernel.error().reason, HasSubstr("BTF"));
}

TEST(GateAudit, KnowsTheNoOpsOfJumpLabels)
{
	using namespace std::string_view_literals;

	EXPECT_EQ(no_op_length("\x66\x90\x00\x00\x00"sv), 2U);
	EXPECT_EQ(no_op_length("\x0f\x1f\x44\x00\x00"sv), 5U);
	EXPECT_EQ(no_op_length("\xe9\x00\x00\x00\x00"sv), 0U); // jmp
	EXPECT_EQ(no_op_length("\xeb\x10"sv), 0U);
	EXPECT_EQ(no_op_length("\x66"sv), 0U);
	EXPECT_EQ(no_op_length(""sv), 0U);
}

TEST(GateAudit, OffendersAreNamed)
{
	const GateAudit audit{.gates = {{"file_open", 2}}, .short_no_ops = 1, .long_no_ops = 0,
			      .offenders = {{"file_open", "do_dentry_open", 0x10, "eb 10"}}, .code_bytes = 1010,
			      .code_of_none = 1000};

	EXPECT_THAT(as_text(audit, "override"), HasSubstr("2 gates of 1 hooks in vmlinux; 1 no-ops of 2 bytes, 0 of 5, 1 of something else"));
	EXPECT_THAT(as_text(audit, "override"), HasSubstr("not a no-op: file_open in do_dentry_open at 0x10: eb 10"));
	EXPECT_THAT(as_text(audit, "override"), HasSubstr("code of all functions: 1010 bytes, +10 beside none (+1.00 %)"));
}

TEST(ModuleKeyTests, AFileThatIsNoModuleHasNone) { EXPECT_TRUE(module_key_tests("/nonexistent").empty()); }

} // namespace
} // namespace matrix::hooks
