// SPDX-License-Identifier: GPL-2.0
#include "tests/same_code/object_code.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/same_code/compare.h"
#include "tests/same_code/scratch.h"

namespace same_code {
namespace {

using ::testing::HasSubstr;

class ObjectCodeTest : public ::testing::Test {
protected:
	std::vector<Function> code_of(const std::string &text, const std::string &suffix = ".c")
	{
		scratch_.write("source" + suffix, text);
		scratch_.compile("source" + suffix, "object.o");
		auto functions = read_functions(scratch_.folder() / "object.o");
		EXPECT_TRUE(functions);
		return functions ? *functions : std::vector<Function>{};
	}
	// The names of the functions that differ.
	std::vector<std::string> differing(const std::string &before, const std::string &after,
					   const std::string &suffix = ".c")
	{
		std::vector<std::string> names;
		for (const Difference &difference : compare(code_of(before, suffix), code_of(after, suffix)))
			names.push_back(difference.function);
		return names;
	}

	Scratch scratch_;
};

// What follows uses each kind of place: a string, variables with and without a
// number, a table, functions of this and of another object.
constexpr const char *body = R"(
int put(const char *, int);
static int total;
static __attribute__((noinline)) int helper(int a) { return put("helper", a) * 3; }
int f(int a)
{
	static int calls, warned;
	static const int table[] = {7, 1, 5, 9, 2};
	if (a < 5 && !warned++)
		put("small", table[a]);
	total += ++calls;
	return helper(a) + helper(total);
}
)";

TEST_F(ObjectCodeTest, AddressesAndNumbersDoNotCount)
{
	const std::string more = R"(
int other(int a)
{
	static int calls, warned, last;
	extern int put(const char *, int);
	static const int table[] = {1, 2, 3};
	put("another string", warned += a);
	return table[a % 3] + calls++ + (last = a);
}
struct unused { int a; };
)";
	EXPECT_THAT(differing(more + body, body), ::testing::ElementsAre("other"));
	EXPECT_THAT(differing(body, more + body), ::testing::ElementsAre("other"));
	EXPECT_THAT(differing(body, body), ::testing::IsEmpty());
}

TEST_F(ObjectCodeTest, WhatIsReferredToCounts)
{
	const auto with = [](const std::string &from, const std::string &to) {
		std::string text = body;
		const std::size_t at = text.find(from);
		EXPECT_NE(at, std::string::npos) << from;
		return text.replace(at, from.size(), to);
	};

	EXPECT_THAT(differing(body, with("small", "smell")), ::testing::ElementsAre("f"));
	EXPECT_THAT(differing(body, with("7, 1", "7, 3")), ::testing::ElementsAre("f"));
	EXPECT_THAT(differing(body, with("total += ++calls", "total += ++warned")), ::testing::ElementsAre("f"));
	EXPECT_THAT(differing(body, with("\"helper\"", "\"Helper\"")), ::testing::ElementsAre("helper"));
	EXPECT_THAT(differing(body, with("a < 5", "a < 4")), ::testing::ElementsAre("f"));
	EXPECT_THAT(differing(std::string{"int g(int);"} + body, "int g(int);" + with("helper(total)", "g(total)")),
		    ::testing::Contains("f"));
}

TEST_F(ObjectCodeTest, CountersAndLinesInNamesAndTextsDoNotCount)
{
	const auto text = [](const std::string &number, const std::string &kind) {
		return "void put(const void *); static const int __BTF_ID__func__f__" + number +
		       "[4] __attribute__((used)) = {0}; void f(void) { put(__BTF_ID__func__f__" + number +
		       "); put(\"at ./fs/a" + kind + number + "\"); }";
	};

	EXPECT_THAT(differing(text("12", ".c:"), text("345", ".c:")), ::testing::IsEmpty());
	EXPECT_THAT(differing(text("12", " "), text("345", " ")), ::testing::ElementsAre("f"));
}

// As a function moves away, a jump to it becomes longer, and so does what jumps over that.
TEST_F(ObjectCodeTest, TheLengthOfAJumpDoesNotCount)
{
	const auto text = [](const std::string &between) {
		return ".text\n"
		       ".type f, @function\nf: test %edi, %edi\n jne 1f\n test %esi, %esi\n jne g\n1: ret\n.size f, .-f\n" +
		       between +
		       ".type g, @function\ng: jmp f\n.size g, .-g\n.globl f, g\n";
	};
	const std::string far = ".type h, @function\nh: ret\n.fill 300, 1, 0xc3\n.size h, .-h\n";

	EXPECT_THAT(differing(text(""), text(far), ".S"), ::testing::ElementsAre("h"));
	EXPECT_THAT(differing(text(""), text(".type h, @function\nh: nop\n.size h, .-h\n"), ".S"),
		    ::testing::ElementsAre("h"));
}

TEST_F(ObjectCodeTest, CodeWithoutAFunctionIsComparedAndPaddingIsNot)
{
	EXPECT_THAT(differing(".text\nret\n", ".text\nleave\nret\n", ".S"), ::testing::ElementsAre(".text"));
	EXPECT_THAT(differing(".text\n.type f, @function\nf: ret\n.size f, .-f\n",
			      ".text\n.type f, @function\nf: ret\n.size f, .-f\n.p2align 5\n int3\n", ".S"),
		    ::testing::IsEmpty());
}

TEST_F(ObjectCodeTest, ALineSaysWhatIsThere)
{
	const auto functions = code_of("void put(const char *); void f(void) { put(\"hello\"); put(\"there\"); }");
	std::string text;

	ASSERT_EQ(functions.size(), 1U);
	EXPECT_EQ(functions[0].name, "f");
	for (const std::string &line : functions[0].code)
		text += line + '\n';
	EXPECT_THAT(text, HasSubstr("mov -> \"hello\"\n"));
	EXPECT_THAT(text, HasSubstr("e8******** call -> put\n"));
}

TEST_F(ObjectCodeTest, WhatIsNoObjectIsAnError)
{
	scratch_.write("text", "no object");
	for (const char *file : {"text", "missing"}) {
		const auto functions = read_functions(scratch_.folder() / file);
		ASSERT_FALSE(functions) << file;
		EXPECT_EQ(functions.error().id, "object-unreadable");
	}
}

} // namespace
} // namespace same_code
