// SPDX-License-Identifier: GPL-2.0
#include "tests/same_code/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/same_code/scratch.h"

namespace same_code {
namespace {

class ComparisonTest : public ::testing::Test {
protected:
	// One source file and its object in the build before or after.
	void put(const std::string &side, const std::string &name, const std::string &text)
	{
		scratch_.write(side + "/tree/" + name + ".c", text);
		scratch_.compile(side + "/tree/" + name + ".c", side + "/obj/" + name + ".o");
	}
	// The one difference that there is.
	Difference difference(std::set<std::string> changed_files, std::vector<Allowed> allowed = {})
	{
		const std::size_t entries = allowed.size();
		const std::filesystem::path &folder = scratch_.folder();
		Comparison comparison{{.objects = folder / "before/obj", .tree = folder / "before/tree"},
				      {.objects = folder / "after/obj", .tree = folder / "after/tree"},
				      std::move(changed_files), std::move(allowed)};
		EXPECT_TRUE(comparison.add("fs/a.o"));
		unused_ = entries == 0 ? 0 : comparison.unused().size();
		EXPECT_EQ(comparison.differences().size(), 1U);
		return comparison.differences().empty() ? Difference{} : comparison.differences().front();
	}
	Scratch scratch_;
	std::size_t unused_ = 0; // of the entries that were allowed
};

constexpr const char *two = "int f(void)\n{\n\treturn 1;\n}\nint g(int a)\n{\n\treturn a + X;\n}\n";

TEST_F(ComparisonTest, AChangedFunctionOfAChangedFileIsExplained)
{
	put("before", "fs/a", std::string{"#define X 1\n"} + two);
	put("after", "fs/a", "#define X 1\nint f(void)\n{\n\treturn 2;\n}\nint g(int a)\n{\n\treturn a + X;\n}\n");
	const Difference found = difference({"fs/a.c"});
	EXPECT_EQ(found.function, "f");
	EXPECT_EQ(found.cause, Cause::changed);
	EXPECT_THAT(found.what, ::testing::StartsWith("instruction 0: "));
	EXPECT_EQ(difference({"fs/b.c"}).cause, Cause::none) << "the file is not one that the series changes";
}

TEST_F(ComparisonTest, AnUnchangedFunctionNeedsAReason)
{
	put("before", "fs/a", std::string{"#define X 1\n"} + two);
	put("after", "fs/a", std::string{"#define X 2\n"} + two);
	const Difference found = difference({"fs/a.c"});
	EXPECT_EQ(found.function, "g");
	EXPECT_EQ(found.cause, Cause::mentions);
	EXPECT_EQ(found.mentioned, "X");

	put("before", "fs/a", std::string{"enum { X = 1 };\n"} + two);
	put("after", "fs/a", std::string{"enum { X = 2 };\n"} + two);
	EXPECT_EQ(difference({"fs/a.c"}).cause, Cause::file);
	EXPECT_EQ(difference({"fs/b.c"}).cause, Cause::none);
}

TEST_F(ComparisonTest, AnEntryIsForOneFunctionOfOneObject)
{
	put("before", "fs/a", std::string{"#define X 1\n"} + two);
	put("after", "fs/a", std::string{"#define X 2\n"} + two);
	const Difference found = difference({}, {{.object = "fs/a.o", .function = "g", .reason = "because"}});
	EXPECT_EQ(found.cause, Cause::allowed);
	EXPECT_EQ(found.mentioned, "because");
	EXPECT_EQ(unused_, 0U);
	EXPECT_EQ(difference({}, {{.object = "fs/a.o", .function = "f", .reason = "because"}}).cause, Cause::none);
	EXPECT_EQ(unused_, 1U);
	EXPECT_EQ(difference({}, {{.object = "fs/b.o", .function = "g", .reason = "because"}}).cause, Cause::none);
}

TEST_F(ComparisonTest, AFunctionOfAHeaderIsExplainedWhereverItIs)
{
	const std::string text = "#include \"a.h\"\nint (*p)(int) = h;\n";
	scratch_.write("before/tree/fs/a.h", "static inline int h(int a)\n{\n\treturn a;\n}\n");
	scratch_.write("after/tree/fs/a.h", "static inline int h(int a)\n{\n\treturn a + 1;\n}\n");
	put("before", "fs/a", text);
	put("after", "fs/a", text);
	EXPECT_EQ(difference({"fs/a.h"}).cause, Cause::changed);
	EXPECT_EQ(difference({}).cause, Cause::none);
}

TEST_F(ComparisonTest, AnObjectOfOneSideAlone)
{
	put("after", "fs/a", "int f(void)\n{\n\treturn 2;\n}\n");
	const Difference found = difference({"fs/a.c"});
	EXPECT_EQ(found.what, "only after");
	EXPECT_EQ(found.cause, Cause::changed);
	EXPECT_EQ(difference({}).cause, Cause::none);

	Comparison comparison{{}, {}, {}};
	const auto done = comparison.add("fs/no-such.o");
	ASSERT_FALSE(done);
	EXPECT_EQ(done.error().id, "object-missing");
}

} // namespace
} // namespace same_code
