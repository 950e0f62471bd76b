// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/empty_path.h"

#include <gtest/gtest.h>

#include <string>

namespace matrix::hooks {
namespace {

using namespace std::string_view_literals;

class EmptyPathOf : public testing::Test {
protected:
	std::optional<EmptyPath> path(std::string_view code) { return find_empty_path(*disassembler_, code, 0x1000, callee_); }
	CallSites sites(std::string_view code) { return count_call_sites(*disassembler_, code, 0x1000, callee_); }

	base::Result<Disassembler> disassembler_ = Disassembler::open();
	CalleeKind callee_ = [](std::uint64_t target) {
		return target >= 0x3000 ? Callee::thunk : target >= 0x2000 ? Callee::callback : Callee::function;
	};
};

// 1000: push rbp; nopl; xor eax,eax; pop rbp; ret; call 0x2000; pop rbp; ret
constexpr auto behind_a_key = "\x55\x0f\x1f\x44\x00\x00\x31\xc0\x5d\xc3\xe8\xf1\x0f\x00\x00\x5d\xc3"sv;
// 1000: mov rax,[rip]; test rax,rax; je 0x100e; call rax; nop; nop; ret
constexpr auto list = "\x48\x8b\x05\x00\x10\x00\x00\x48\x85\xc0\x74\x02\xff\xd0\xc3"sv;

TEST_F(EmptyPathOf, AFunctionBehindAKeyEndsBeforeTheCallback)
{
	const auto found = path(behind_a_key);

	ASSERT_TRUE(found);
	EXPECT_EQ(found->shortest.instructions, 5U);
	EXPECT_EQ(found->longest.instructions, 5U);
	EXPECT_EQ(found->longest.pushes, 1U);
	EXPECT_EQ(found->longest.loads, 0U);
	EXPECT_EQ(sites(behind_a_key).direct, 1U);
	EXPECT_EQ(sites(behind_a_key).indirect, 0U);
}

// The way into the loop calls a callback: it is not one of an empty hook.
TEST_F(EmptyPathOf, AListEndsWhereItsHeadIsEmpty)
{
	const auto found = path(list);

	ASSERT_TRUE(found);
	EXPECT_EQ(found->shortest.instructions, 4U);
	EXPECT_EQ(found->longest.instructions, 4U);
	EXPECT_EQ(found->longest.loads, 1U);
	EXPECT_EQ(sites(list).indirect, 1U);
}

// 1000: jne 0x1004; xor eax,eax; call 0x1800; ret
TEST_F(EmptyPathOf, WaysOfSeveralLengths)
{
	const auto found = path("\x75\x02\x31\xc0\xe8\xf7\x07\x00\x00\xc3"sv);

	ASSERT_TRUE(found);
	EXPECT_EQ(found->shortest.instructions, 3U);
	EXPECT_EQ(found->longest.instructions, 4U);
	EXPECT_EQ(found->longest.calls, 1U);
}

TEST_F(EmptyPathOf, AJumpToAReturnThunkIsTheEnd)
{
	const auto found = path("\x31\xc0\xe9\xf9\x07\x00\x00"sv); // jmp 0x1800

	ASSERT_TRUE(found);
	EXPECT_EQ(found->longest.instructions, 2U);
}

TEST_F(EmptyPathOf, NoWayWithoutACallback)
{
	EXPECT_FALSE(path("\xe8\xfb\x0f\x00\x00\xc3"sv)); // call 0x2000
	EXPECT_FALSE(path("\xe8\xfb\x1f\x00\x00\xc3"sv)); // call 0x3000
	EXPECT_FALSE(path("\xeb\xfe"sv));                 // a loop without end
	EXPECT_FALSE(path("\x0f\x0b"sv));                 // ud2
	EXPECT_FALSE(path("\x31"sv));
	EXPECT_FALSE(path(""sv));
}

} // namespace
} // namespace matrix::hooks
