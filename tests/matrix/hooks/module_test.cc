// SPDX-License-Identifier: GPL-2.0
//
// A module is a relocatable object: these are made by the assembler that compiled
// this test, with a jump table as include/asm/jump_label.h writes it.
#include "matrix/hooks/module.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "loader/base/files.h"
#include "loader/base/temp_dir.h"

namespace fs = std::filesystem;

namespace matrix::hooks {
namespace {

class ModuleKeyTests : public testing::Test {
protected:
	fs::path assembled(const std::string &name, const std::string &source)
	{
		const fs::path from = folder_.path() / (name + ".s");
		const fs::path to = folder_.path() / (name + ".ko");

		EXPECT_TRUE(base::write_file_atomically(from, source));
		const std::string command = "as -o '" + to.string() + "' '" + from.string() + "'";
		EXPECT_EQ(std::system(command.c_str()), 0) << command;
		return to;
	}

	base::TempDir folder_ = *base::TempDir::create();
};

constexpr const char *two_gates = R"(
	.text
	ret
	.type asks, @function
asks:
	push %rbp
1:	.byte 0x0f,0x1f,0x44,0x00,0x00
2:	jmp 3f
	.pushsection __jump_table, "aw"
	.balign 8
	.long 1b - ., 3f - .
	.quad bpf_override_key_file_open + 2 - .
	.long 2b - ., 3f - .
	.quad other_key - .
	.popsection
	pop %rbp
	ret
3:	ret
	.size asks, . - asks
)";

TEST_F(ModuleKeyTests, HaveTheirKeyPlaceAndBytes)
{
	const auto tests = module_key_tests(assembled("two", two_gates));

	ASSERT_TRUE(tests) << tests.error().to_string();
	ASSERT_EQ(tests->size(), 2U);
	EXPECT_EQ(tests->at(0).key, "bpf_override_key_file_open");
	EXPECT_EQ(tests->at(0).function, "asks");
	EXPECT_EQ(tests->at(0).section, ".text");
	EXPECT_EQ(tests->at(0).offset, 2U);
	EXPECT_TRUE(tests->at(0).bytes.starts_with("\x0f\x1f\x44"));
	EXPECT_EQ(tests->at(1).key, "other_key");
	EXPECT_TRUE(tests->at(1).bytes.starts_with("\xeb"));
}

TEST_F(ModuleKeyTests, AModuleWithoutThemHasNone)
{
	const auto tests = module_key_tests(assembled("none", ".text\nret\n"));

	ASSERT_TRUE(tests);
	EXPECT_TRUE(tests->empty());
}

TEST_F(ModuleKeyTests, ATableThatLeadsOutOfTheCodeIsAnError)
{
	const auto tests = module_key_tests(assembled("bad", ".section __jump_table, \"aw\"\n.long elsewhere - ., 0\n.quad key - .\n"));

	ASSERT_FALSE(tests);
	EXPECT_EQ(tests.error().id, "module-unreadable");
	EXPECT_THAT(tests.error().reason, testing::HasSubstr("entry 0"));
}

TEST_F(ModuleKeyTests, WhatIsNoModuleIsAnError)
{
	EXPECT_EQ(module_key_tests("/nonexistent").error().reason, "it cannot be opened");
	ASSERT_TRUE(base::write_file_atomically(folder_.path() / "text.ko", "no ELF"));
	EXPECT_EQ(module_key_tests(folder_.path() / "text.ko").error().reason, "it is not an ELF file");
}

TEST_F(ModuleKeyTests, ModulesOfAFolderAreThoseThatAreNamedSo)
{
	assembled("b", "");
	assembled("a", "");

	EXPECT_THAT(modules_in(folder_.path()), testing::ElementsAre(folder_.path() / "a.ko", folder_.path() / "b.ko"));
	EXPECT_TRUE(modules_in("/nonexistent").empty());
}

} // namespace
} // namespace matrix::hooks
