// SPDX-License-Identifier: GPL-2.0
#include "matrix/trace/events.h"

#include <array>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matrix/trace/event.h"

namespace matrix::trace {
namespace {

using testing::ElementsAre;

constexpr std::uint64_t thunk = 0xffffffff82000000;

Site site(std::uint64_t address, std::string_view code) { return {.address = address, .code = std::string{code}}; }

// A way through a hook: a patched jump, a call of a thunk, what the thunk does, a return.
const std::vector<Site> sites{
	site(0xffffffff81000000, {"\xe9\x10\x00\x00\x00", 5}), // 0 jmp
	site(0xffffffff81000010, {"\x48\x8b\x07", 3}),         // 1 mov (%rdi),%rax
	site(0xffffffff81000013, {"\xe8\x00\x00\x00\x00", 5}), // 2 call thunk
	site(thunk, {"\xe8\x01\x00\x00\x00", 5}),              // 3 call over the trap
	site(thunk + 6, {"\x48\x89\x04\x24", 4}),              // 4 mov %rax,(%rsp)
	site(thunk + 10, {"\xc3", 1}),                         // 5 ret
	site(0xffffffff81000050, {"\x75\x02", 2}),             // 6 jne
	site(0xffffffff81000052, {"\x0f\x1f\x44\x00\x00", 5}), // 7 nop
	site(0xffffffff81000057, {"\x53", 1}),                 // 8 push %rbx
	site(0xffffffff81000058, {"\x5b", 1}),                 // 9 pop %rbx
	site(0xffffffff81000059, {"\x06", 1}),                 // 10 no instruction
	site(0xffffffff8100005a, {"\x48\x8d\x47\x08", 4}),     // 11 lea: no memory
	site(0xffffffff8100005e, {"\x83\x07\x01", 3}),         // 12 addl: reads and writes
	site(0xffffffff81000061, {"\xff\xd0", 2}),             // 13 call *%rax: no direct call
};

EventSamples counted(std::vector<Window> windows)
{
	const auto kinds = decode_sites(sites, {thunk});

	EXPECT_TRUE(kinds);
	const std::size_t count = windows.size();
	return count_events({.sites = sites, .windows = std::move(windows), .orders = {}, .data_lines = std::vector<std::uint32_t>(count, 7)},
			    {.workload = "w", .first = 0, .count = count}, *kinds);
}

TEST(EventTable, HasASampleForEachNameAndNoOther)
{
	std::set<std::string> names;
	std::set<std::string> samples;

	for (const EventRow &row : event_table()) {
		EXPECT_TRUE(names.emplace(row.name).second) << row.name;
		EXPECT_EQ(find_event(row.name), &row);
		EXPECT_FALSE(row.meaning.empty());
	}
	for (const auto &[name, values] : counted({{{0, 1}}}))
		samples.insert(name);
	EXPECT_EQ(names, samples);
	EXPECT_EQ(find_event("cycles"), nullptr);
}

TEST(Events, AnIndirectCallIsARetpolineWithItsCallsAndItsReturn)
{
	const auto samples = counted({{{2, 1}, {3, 1}, {4, 1}, {5, 1}}, {{2, 2}, {3, 2}, {4, 2}, {5, 2}}});

	EXPECT_THAT(samples.at("kernel-instructions"), ElementsAre(4, 8));
	EXPECT_THAT(samples.at("retpolines"), ElementsAre(1, 2));
	EXPECT_THAT(samples.at("calls"), ElementsAre(2, 4));
	EXPECT_THAT(samples.at("returns"), ElementsAre(1, 2));
	EXPECT_THAT(samples.at("stores"), ElementsAre(3, 6));
	EXPECT_THAT(samples.at("code-lines"), ElementsAre(2, 2));
}

TEST(Events, AWindowWithoutTheKernelIsASampleOfNothing)
{
	const auto samples = counted({{}, {{2, 1}}});

	EXPECT_THAT(samples.at("calls"), ElementsAre(0, 1));
	EXPECT_THAT(samples.at("code-lines"), ElementsAre(0, 1));
}

TEST(Events, AConditionalJumpIsTakenWhereTheNextInstructionDoesNotFollow)
{
	const auto samples = counted({{{6, 5, 2}, {7, 5, 5}}});

	EXPECT_THAT(samples.at("conditional-jumps"), ElementsAre(5));
	EXPECT_THAT(samples.at("not-taken-jumps"), ElementsAre(2));
	EXPECT_THAT(samples.at("taken-jumps"), ElementsAre(3));
	EXPECT_THAT(samples.at("data-lines"), ElementsAre(7));
}

TEST(Events, AnInstructionOverTheEndOfALineIsOnTwo)
{
	const std::vector<Site> over{site(0xffffffff8100003e, {"\xe8\x00\x00\x00\x00", 5})};
	const auto kinds = decode_sites(over, {});

	EXPECT_THAT(count_events({.sites = over, .windows = {{{0, 1}}}, .orders = {}, .data_lines = {1}}, {.workload = "w", .first = 0, .count = 1}, *kinds).at("code-lines"),
		    ElementsAre(2));
}

struct Access {
	std::string_view code;
	bool load;
	bool store;
	const char *what;
};

TEST(Events, LoadsAndStoresGoByTheInstruction)
{
	constexpr std::array rows{
		Access{{"\xf6\x47\x08\x01", 4}, true, false, "testb $1,8(%rdi)"},
		Access{{"\x83\x3f\x00", 3}, true, false, "cmpl $0,(%rdi)"},
		Access{{"\x0f\xba\x27\x03", 4}, true, false, "btl $3,(%rdi)"},
		Access{{"\xf0\x0f\xb1\x17", 4}, true, true, "lock cmpxchg %edx,(%rdi)"},
		Access{{"\xf0\x48\x0f\xc7\x4f\x20", 6}, true, true, "lock cmpxchg16b 0x20(%rdi)"},
		Access{{"\xf0\x0f\xc1\x07", 4}, true, true, "lock xadd %eax,(%rdi)"},
		Access{{"\x87\x07", 2}, true, true, "xchg %eax,(%rdi)"},
		Access{{"\xf0\xff\x0f", 3}, true, true, "lock decl (%rdi)"},
		Access{{"\xc1\x07\x03", 3}, true, true, "roll $3,(%rdi)"},
		Access{{"\x0f\xc3\x07", 3}, false, true, "movnti %eax,(%rdi)"},
		Access{{"\x0f\x11\x07", 3}, false, true, "movups %xmm0,(%rdi)"},
		Access{{"\x0f\x10\x07", 3}, true, false, "movups (%rdi),%xmm0"},
		Access{{"\x0f\xae\x1f", 3}, false, true, "stmxcsr (%rdi)"},
		Access{{"\x0f\x92\x07", 3}, false, true, "setb (%rdi)"},
		Access{{"\x0f\x18\x0f", 3}, false, false, "prefetcht0 (%rdi)"},
		Access{{"\x0f\x01\x3f", 3}, false, false, "invlpg (%rdi)"},
		Access{{"\xf3\x48\xab", 3}, false, true, "rep stosq"},
		Access{{"\xf3\xa4", 2}, true, true, "rep movsb"},
		Access{{"\xff\x37", 2}, true, true, "push (%rdi)"},
		Access{{"\x8f\x07", 2}, true, true, "pop (%rdi)"},
		Access{{"\xf7\x37", 2}, true, false, "divl (%rdi)"},
		Access{{"\xc9", 1}, true, false, "leave"},
		Access{{"\x0f\x07", 2}, false, false, "sysret"},
		Access{{"\x65\x48\x8b\x04\x25\x00\x00\x00\x00", 9}, true, false, "mov %gs:0,%rax"},
	};

	for (const Access &row : rows) {
		const auto kinds = decode_sites({site(0xffffffff81000000, row.code)}, {});
		ASSERT_TRUE(kinds) << row.what;
		EXPECT_EQ(kinds->at(0).load, row.load) << row.what;
		EXPECT_EQ(kinds->at(0).store, row.store) << row.what;
		EXPECT_FALSE(kinds->at(0).ret) << row.what;
	}
}

TEST(Events, JumpsAndMemoryAreToldApart)
{
	const auto samples = counted({{{0, 1}, {6, 3}, {7, 1}}, {{1, 1}, {8, 1}, {9, 1}, {11, 1}, {12, 1}}, {{10, 5}}, {{13, 1}}});

	EXPECT_THAT(samples.at("jumps"), ElementsAre(1, 0, 0, 0));
	EXPECT_THAT(samples.at("conditional-jumps"), ElementsAre(3, 0, 0, 0));
	EXPECT_THAT(samples.at("loads"), ElementsAre(0, 3, 0, 0));
	EXPECT_THAT(samples.at("stores"), ElementsAre(0, 2, 0, 1));
	EXPECT_THAT(samples.at("calls"), ElementsAre(0, 0, 0, 0));
	EXPECT_THAT(samples.at("kernel-instructions"), ElementsAre(5, 5, 5, 1));
}

} // namespace
} // namespace matrix::trace
