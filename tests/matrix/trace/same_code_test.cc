// SPDX-License-Identifier: GPL-2.0
#include "matrix/trace/same_code.h"

#include <gtest/gtest.h>

namespace matrix::trace {
namespace {

using namespace std::string_view_literals;

// mov eax, [rip + …]; je …; ret
constexpr std::string_view code = "\x8b\x05\x10\x00\x00\x00\x74\x01\xc3"sv;

std::string shape(std::string_view bytes, std::uint64_t address)
{
	const auto disassembler = hooks::Disassembler::open();

	return disassembler ? shape_of(*disassembler, bytes, address) : "no disassembler";
}

TEST(SameCode, TheShapeIsTheSameAtAnotherAddressAndWithOtherOperands)
{
	constexpr std::string_view moved = "\x8b\x05\x20\x30\x00\x00\x74\x05\xc3"sv;

	EXPECT_EQ(shape(code, 0x1000), "mov/6 je/2 ret/1 ");
	EXPECT_EQ(shape(moved, 0x5000), shape(code, 0x1000));
}

TEST(SameCode, AnotherInstructionIsAnotherShape)
{
	constexpr std::string_view other = "\x8b\x05\x10\x00\x00\x00\x75\x01\xc3"sv; // jne
	constexpr std::string_view longer = "\x8b\x05\x10\x00\x00\x00\x74\x01\x90\xc3"sv;

	EXPECT_NE(shape(other, 0x1000), shape(code, 0x1000));
	EXPECT_NE(shape(longer, 0x1000), shape(code, 0x1000));
}

TEST(SameCode, WhatIsNoCodeHasNoShape)
{
	EXPECT_EQ(shape("", 0x1000), "");
	EXPECT_EQ(shape("\x06"sv, 0x1000), ""); // push %es: not in 64-bit mode
}

} // namespace
} // namespace matrix::trace
