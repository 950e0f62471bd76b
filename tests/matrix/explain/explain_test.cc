// SPDX-License-Identifier: GPL-2.0
#include "matrix/explain/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "matrix/explain/symbols.h"

namespace matrix::explain {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// Instructions of a made-up kernel.
const std::vector<Place> places{
	{.function = "entry_SYSCALL_64", .entry = true}, // 0
	{.function = "entry_SYSCALL_64", .call = true},  // 1
	{.function = "read", .entry = true},             // 2
	{.function = "read", .call = true},              // 3: to a thunk
	{.function = "thunk", .entry = true, .call = true, .thunk = true}, // 4: to itself
	{.function = "thunk", .ret = true, .thunk = true}, // 5: lands in pipe_read
	{.function = "pipe_read", .entry = true},        // 6
	{.function = "pipe_read", .ret = true},          // 7
	{.function = "read", .ret = true},               // 8
	{.function = "tail", .entry = true},             // 9
	{.function = "tail", .ret = true},               // 10
	{.function = "asm_timer", .entry = true},        // 11
	{.function = "asm_timer"},                       // 12: iret
};

TEST(Calls, FollowCallsReturnsAndThunks)
{
	EXPECT_THAT(calls_of({0, 1, 2, 3, 4, 5, 6, 7, 8, 1}, places),
		    ElementsAre(Call{"entry_SYSCALL_64", 0, 3}, Call{"read", 1, 3}, Call{"thunk", 2, 2}, Call{"pipe_read", 2, 2}));
}

TEST(Calls, ATailCallTakesThePlaceOfItsCaller)
{
	EXPECT_THAT(calls_of({0, 1, 2, 9, 10, 1}, places),
		    ElementsAre(Call{"entry_SYSCALL_64", 0, 3}, Call{"read", 1, 1}, Call{"tail", 1, 2}));
}

TEST(Calls, AnInterruptIsACallByWhatItInterrupts)
{
	EXPECT_THAT(calls_of({0, 1, 2, 11, 12, 8, 1}, places),
		    ElementsAre(Call{"entry_SYSCALL_64", 0, 3}, Call{"read", 1, 2}, Call{"asm_timer", 2, 2}));
}

TEST(Calls, AFunctionThatCallsItselfGoesOnAfterwards)
{
	EXPECT_THAT(calls_of({0, 1, 2, 3, 2, 8, 8, 1}, places), ElementsAre(Call{"entry_SYSCALL_64", 0, 3}, Call{"read", 1, 3}, Call{"read", 2, 2}));
}

TEST(Calls, EachSystemCallIsARootOfItsOwn)
{
	EXPECT_THAT(calls_of({0, 1, 2, 8, 1, 0, 1, 2}, places),
		    ElementsAre(Call{"entry_SYSCALL_64", 0, 3}, Call{"read", 1, 2}, Call{"entry_SYSCALL_64", 0, 2}, Call{"read", 1, 1}));
	EXPECT_TRUE(calls_of({}, places).empty());
}

TEST(Calls, EveryInstructionIsInOne)
{
	// Any order at all, whether or not a CPU could run it.
	std::uint64_t random = 1;
	for (int round = 0; round < 200; ++round) {
		trace::Order order;
		for (int i = 0; i < 60; ++i) {
			random = random * 6364136223846793005U + 1442695040888963407U;
			order.push_back(static_cast<std::uint32_t>((random >> 33) % places.size()));
		}
		std::uint64_t sum = 0;
		unsigned before = 0;
		for (const Call &call : calls_of(order, places)) {
			sum += call.self;
			EXPECT_LE(call.depth, before + 1);
			before = call.depth;
		}
		EXPECT_EQ(sum, order.size());
	}
}

TEST(Folded, HasTheWholeWayAndSumsEqualOnes)
{
	EXPECT_EQ(folded({{"a", 0, 1}, {"b", 1, 2}, {"c", 2, 3}, {"b", 1, 4}}), "a 1\na;b 6\na;b;c 3\n");
}

std::vector<Call> calls(const std::string &letters)
{
	std::vector<Call> list;

	for (const char letter : letters)
		list.push_back({std::string(1, letter), 0, 1});
	return list;
}

std::string shape(const std::string &a, const std::string &b)
{
	std::string text;

	for (const Row &row : align(calls(a), calls(b)))
		text += (row.a && row.b ? "" : row.a ? "-" : "+") + row.function;
	return text;
}

TEST(Align, PutsWhatBothHaveIntoOneRow)
{
	EXPECT_EQ(shape("abc", "abc"), "abc");
	EXPECT_EQ(shape("abc", "axbc"), "a+xbc");
	EXPECT_EQ(shape("abxc", "abc"), "ab-xc");
	EXPECT_EQ(shape("", "ab"), "+a+b");
	EXPECT_EQ(shape("ab", ""), "-a-b");
	EXPECT_EQ(shape("", ""), "");
}

TEST(Align, EitherSideIsWholeAndInOrder)
{
	std::uint64_t random = 7;
	for (int round = 0; round < 300; ++round) {
		std::string sides[2];
		for (std::string &side : sides) {
			random = random * 6364136223846793005U + 1442695040888963407U;
			for (std::uint64_t bits = random >> 20, left = (random >> 60) + 1; left > 0; --left, bits >>= 2)
				side += static_cast<char>('a' + (bits & 3));
		}
		std::string a;
		std::string b;
		for (const Row &row : align(calls(sides[0]), calls(sides[1]))) {
			a += row.a ? row.function : "";
			b += row.b ? row.function : "";
		}
		EXPECT_EQ(a, sides[0]);
		EXPECT_EQ(b, sides[1]);
	}
}

TEST(Align, DepthTellsCallsApart)
{
	EXPECT_EQ(align({{"a", 0, 1}}, {{"a", 1, 1}}).size(), 2U);
}

TEST(ByFunction, SumsAndSortsByTheDifference)
{
	const auto sums = by_function(align({{"a", 0, 5}, {"b", 0, 1}, {"a", 0, 5}}, {{"a", 0, 6}, {"b", 0, 90}, {"a", 0, 6}}));

	ASSERT_EQ(sums.size(), 2U);
	EXPECT_EQ(sums[0].function, "b");
	EXPECT_EQ(sums[1].difference(), 2);
}

TEST(LastingName, IsTheSameOnEachBoot)
{
	EXPECT_EQ(lasting_name("bpf_prog_6deef7357e7b4530_noop_1"), "bpf_prog_noop_1");
	EXPECT_EQ(lasting_name("bpf_prog_noop"), "bpf_prog_noop");
	EXPECT_EQ(lasting_name("bpf_trampoline_6442473584_1"), "bpf_trampoline");
	EXPECT_EQ(lasting_name("bpf_trampoline_hook"), "bpf_trampoline_hook");
	EXPECT_EQ(lasting_name("vfs_read.part.0"), "vfs_read");
}

TEST(Cell, IsAKernelWithAStackAndAScenario)
{
	const auto title = [](const char *text) { return parse_cell(text).value().title(); };

	EXPECT_EQ(title("none"), "none idle");
	EXPECT_EQ(title("override/noop-1"), "override noop-1");
	EXPECT_EQ(title("bpf-lsm-jump-table"), "bpf-lsm-jump-table bpf idle");
	EXPECT_EQ(title("bpf-lsm-list/selinux:enforcing,bpf/noop-1"), "bpf-lsm-list selinux:enforcing,bpf noop-1");
	EXPECT_EQ(title("bpf-lsm/capability"), "bpf-lsm-list capability idle");
}

TEST(Cell, WhatIsWrongWithItIsSaid)
{
	const auto reason = [](const char *text) { return parse_cell(text).error().reason; };

	EXPECT_THAT(reason("overide"), HasSubstr("no kernel 'overide'"));
	EXPECT_THAT(reason("override/capability"), HasSubstr("without LSMs"));
	EXPECT_THAT(reason("bpf-lsm-list/bpf/nothing"), HasSubstr("no scenario 'nothing'"));
	EXPECT_THAT(reason("bpf-lsm-list/se linux"), HasSubstr("se linux"));
	EXPECT_THAT(reason("a/b/c/d"), HasSubstr("parts"));
	EXPECT_THAT(reason(""), HasSubstr("parts"));
	EXPECT_THAT(reason("none/"), HasSubstr("parts"));
}

Explained example()
{
	const std::vector<Call> a{{"entry", 0, 10}, {"read", 1, 20}, {"lock", 2, 3}, {"quiet", 1, 4}};
	const std::vector<Call> b{{"entry", 0, 10}, {"read", 1, 21}, {"lock", 2, 3}, {"<prog>", 2, 9}, {"quiet", 1, 4}};

	return {.workload = "pipe", .operation = "an operation", .a = {.name = "one", .counted = 100, .kernel = 37, .calls = a},
		.b = {.name = "another", .counted = 110, .kernel = 47, .calls = b}, .rows = align(a, b)};
}

TEST(ExplainText, ShowsWhatDiffersAndTheWayThere)
{
	const std::string text = as_text(example(), {});

	EXPECT_THAT(text, HasSubstr("B - A: +10, of which the kernel has +10"));
	EXPECT_THAT(text, HasSubstr("      20       21      +1    read\n"));
	EXPECT_THAT(text, HasSubstr("       -        9      +9      <prog>\n"));
	EXPECT_THAT(text, HasSubstr("      10       10          entry\n"));
	EXPECT_THAT(text, Not(HasSubstr("quiet")));
	EXPECT_THAT(text, HasSubstr("2 calls that are alike are left out"));
	EXPECT_THAT(text, HasSubstr("0 in no function"));
	EXPECT_THAT(as_text(example(), {.all = true}), HasSubstr("quiet"));
}

TEST(ExplainText, WhatIsInNoRowIsCounted)
{
	Explained wrong = example();

	wrong.b.kernel += 2;
	EXPECT_EQ(wrong.unexplained(), 2);
	Explained unknown = example();
	unknown.rows[2].function = "?"; // 3 instructions on either side
	EXPECT_EQ(unknown.unexplained(), 6);
	EXPECT_EQ(example().unexplained(), 0);
}

TEST(ExplainHtml, IsOnePageWithNamesEscaped)
{
	const std::string page = as_html(example());

	EXPECT_THAT(page, HasSubstr("&lt;prog&gt;"));
	EXPECT_THAT(page, Not(HasSubstr("<prog>")));
	EXPECT_THAT(page, HasSubstr("<tr class=\"more\">"));
	EXPECT_THAT(page, Not(HasSubstr("http")));
}

TEST(ExplainJson, HasEveryCall)
{
	const auto json = as_json(example());

	EXPECT_EQ(json["calls"].size(), 5U);
	EXPECT_TRUE(json["calls"][3]["a"].is_null());
	EXPECT_EQ(json["unexplained"], 0);
}

TEST(Explain, AKernelThatIsNotBuiltIsSaidToBe)
{
	std::ostringstream log;
	const Layout layout{.root = "/nonexistent", .build = "/nonexistent/build"};
	const auto explained = explain(layout, "pipe", parse_cell("none").value(), parse_cell("override").value(), log);

	ASSERT_FALSE(explained);
	EXPECT_EQ(explained.error().id, "kernel-not-built");
}

} // namespace
} // namespace matrix::explain
