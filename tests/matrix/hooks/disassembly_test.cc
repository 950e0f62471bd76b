// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/disassembly.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace matrix::hooks {
namespace {

using namespace std::string_view_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class Disassembly : public testing::Test {
protected:
	std::string why(std::string_view bytes)
	{
		const auto instruction = disassembler_->first(bytes, 0x1000);
		return instruction ? why_no_gate(*instruction) : "no instruction";
	}

	base::Result<Disassembler> disassembler_ = Disassembler::open();
	OutsideCode nowhere = [](std::uint64_t) { return std::string{}; };
};

TEST_F(Disassembly, TheNoOpsOfJumpLabelsAreGates)
{
	EXPECT_EQ(why("\x66\x90\x00\x00\x00"sv), "");
	EXPECT_EQ(why("\x0f\x1f\x44\x00\x00"sv), "");
	EXPECT_EQ(disassembler_->first("\x66\x90"sv, 0)->size, 2U);
	EXPECT_EQ(disassembler_->first("\x0f\x1f\x44\x00\x00"sv, 0)->size, 5U);
}

TEST_F(Disassembly, WhateverElseCouldStandThereIsNot)
{
	EXPECT_EQ(why("\xe9\x00\x00\x00\x00"sv), "it jumps, calls or returns");
	EXPECT_EQ(why("\xeb\x10"sv), "it jumps, calls or returns");
	EXPECT_EQ(why("\xe8\x00\x00\x00\x00"sv), "it jumps, calls or returns");
	EXPECT_EQ(why("\x74\x02"sv), "it jumps, calls or returns"); // je
	EXPECT_EQ(why("\xc3"sv), "it jumps, calls or returns");
	EXPECT_EQ(why("\xcc"sv), "it jumps, calls or returns"); // int3
	EXPECT_EQ(why("\x85\xc0"sv), "it writes flags"); // test %eax,%eax
	EXPECT_EQ(why("\x8b\x07"sv), "it does something"); // mov (%rdi),%eax
	EXPECT_EQ(why("\x89\xf8"sv), "it does something"); // mov %edi,%eax
	EXPECT_EQ(why("\x55"sv), "it does something"); // push %rbp
	EXPECT_EQ(why("\x90"sv), "no jump label has this size");
	EXPECT_EQ(why("\x0f\x1f\x00"sv), "no jump label has this size");
	EXPECT_EQ(why("\x66"sv), "no instruction");
	EXPECT_EQ(why(""sv), "no instruction");
}

TEST_F(Disassembly, AnInstructionIsShownAsText)
{
	EXPECT_EQ(disassembler_->first("\xeb\x10"sv, 0x1000)->text, "jmp 0x1012");
	EXPECT_EQ(disassembler_->first("\xc3"sv, 0)->text, "ret");
}

// A gate is passed and not taken: what only its patched jump leads to is no part
// of the path, here the call at 0x1008.
TEST_F(Disassembly, ThePathOfIdleHooksLeavesOutWhatAGateLeadsTo)
{
	const auto path = disassembler_->idle_path("\x55"                 // 0: push %rbp
						   "\x66\x90"             // 1: the gate, to 8 when keyed
						   "\x85\xc0"             // 3: test %eax,%eax
						   "\x74\x07"             // 5: je 0xe
						   "\xc3"                 // 7: ret
						   "\xe8\x00\x00\x00\x00" // 8: call
						   "\xc3"                 // d: ret
						   "\x5d"                 // e: pop %rbp
						   "\xc3"sv,              // f: ret
						   0x1000, nowhere);

	EXPECT_THAT(path.addresses, ElementsAre(0x1000, 0x1001, 0x1003, 0x1005, 0x1007, 0x100e, 0x100f));
	EXPECT_EQ(path.pushes, 1U);
	EXPECT_EQ(path.calls, 0U);
}

TEST_F(Disassembly, APathEndsWhereTheFunctionDoes)
{
	// A jump backwards, one out of the function, and code that is cut.
	EXPECT_THAT(disassembler_->idle_path("\x90\xeb\xfd"sv, 0x10, nowhere).addresses, ElementsAre(0x10, 0x11));
	const auto tail_call = disassembler_->idle_path("\xe9\x00\x01\x00\x00"sv, 0x10, nowhere);
	EXPECT_THAT(tail_call.addresses, ElementsAre(0x10));
	EXPECT_EQ(tail_call.calls, 1U);
	EXPECT_THAT(disassembler_->idle_path("\x90\xe8\x00"sv, 0x10, nowhere).addresses, ElementsAre(0x10));
	EXPECT_THAT(disassembler_->idle_path(""sv, 0x10, nowhere).addresses, IsEmpty());
	EXPECT_THAT(disassembler_->idle_path("\xcc\x90"sv, 0x10, nowhere).addresses, ElementsAre(0x10));
}

// static_cpu_has(): both of its ways are in the function.
TEST_F(Disassembly, ATestOutsideOfAFunctionLeadsBackIntoIt)
{
	const OutsideCode test = [](std::uint64_t address) {
		// 0x2000: je 0x1005, jmp 0x1007
		return address == 0x2000 ? std::string{"\x0f\x84\xff\xef\xff\xff\xe9\xfc\xef\xff\xff", 11} : std::string{};
	};
	const auto path = disassembler_->idle_path("\xe9\xfb\x0f\x00\x00" // 0: jmp 0x2000
						   "\x90\xc3"             // 5: nop, ret
						   "\xc3"sv,              // 7: ret
						   0x1000, test);

	EXPECT_THAT(path.addresses, ElementsAre(0x1000, 0x1005, 0x1006, 0x1007));
	EXPECT_EQ(path.calls, 0U);
}

} // namespace
} // namespace matrix::hooks
