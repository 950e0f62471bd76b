// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/debian_source.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "matrix/build/source.h"
#include "tests/own_folder.h"

namespace fs = std::filesystem;

namespace matrix::build {
namespace {

using testing::HasSubstr;

// No source of this machine, and a layout of its own with empty series for both kernels.
class Sources : public ::testing::Test {
protected:
	Sources()
	{
		::unsetenv("KERNEL_SRC");
		own_.write(layout_.patches() / "tested-versions", "6.12.1\n6.1.1\n");
		for (const std::string_view series : series_table())
			for (const DebianSource &row : source_table())
				own_.write(layout_.patches() / series / row.kernel / "series", "");
	}

	std::string linux_of(const std::string &patchlevel)
	{
		const fs::path tree = own_.path() / ("linux-6." + patchlevel);

		own_.write(tree / "Makefile", "VERSION = 6\nPATCHLEVEL = " + patchlevel + "\nSUBLEVEL = 1\nEXTRAVERSION =\n");
		return tree.string();
	}

	tests::OwnFolder own_;
	Layout layout_{.root = own_.path(), .build = own_.path() / "build"};
	SystemRunner runner_;
	SourcePreparer preparer_{layout_, runner_};
};

TEST(DebianSource, TheFirstRowIsTheDefault)
{
	std::set<std::string_view> trees;

	EXPECT_EQ(default_kernel(), "6.12");
	EXPECT_EQ(find_source(""), find_source("6.12"));
	EXPECT_EQ(find_source("6.2"), nullptr);
	for (const DebianSource &row : source_table()) {
		EXPECT_EQ(find_source(row.kernel), &row);
		EXPECT_THAT(std::string{row.tarball}, HasSubstr(std::string{row.package} + ".tar."));
		EXPECT_TRUE(trees.insert(row.tarball).second);
	}
}

TEST(DebianSource, EachKernelHasATreeOfItsOwn)
{
	const Layout layout{.root = "/r", .build = "/b"};

	EXPECT_EQ(tree_of(layout, "6.12"), "/b/source/tree");
	EXPECT_EQ(tree_of(layout, "6.12"), layout.source_dir());
	EXPECT_EQ(tree_of(layout, "6.1"), "/b/source/tree-6.1");
}

TEST_F(Sources, AMissingPackageIsNamed)
{
	if (fs::exists(find_source("6.1")->tarball))
		GTEST_SKIP() << "linux-source-6.1 is installed here";
	const auto source = preparer_.prepare("", "6.1");

	ASSERT_FALSE(source);
	EXPECT_EQ(source.error().code, base::ExitCode::missing_dependency);
	EXPECT_EQ(source.error().object, "/usr/src/linux-source-6.1.tar.xz");
	EXPECT_THAT(source.error().hint, HasSubstr("apt-get install linux-source-6.1,"));
}

TEST_F(Sources, OneKernelDoesNotTakeTheTreeOfAnother)
{
	const auto usual = preparer_.prepare(linux_of("12"));
	ASSERT_TRUE(usual) << usual.error().to_string();
	const auto other = preparer_.prepare(linux_of("1"), "6.1");
	ASSERT_TRUE(other) << other.error().to_string();

	EXPECT_EQ(usual->tree, layout_.source_dir());
	EXPECT_EQ(other->tree, layout_.source_dir("6.1"));
	EXPECT_EQ(tree_identity(usual->tree), usual->identity);
	EXPECT_EQ(tree_identity(other->tree), other->identity);
	EXPECT_NE(usual->identity, other->identity);
	for (const Series &series : other->series)
		EXPECT_EQ(series.folder.filename(), "6.1");
	EXPECT_TRUE(other->warnings.empty());
}

TEST_F(Sources, AnotherKernelIsNotBuiltFromAnySource)
{
	const auto source = preparer_.prepare(linux_of("12"), "6.1");

	ASSERT_FALSE(source);
	EXPECT_EQ(source.error().id, "kernel-src-of-another");
	EXPECT_EQ(source.error().code, base::ExitCode::usage);
	EXPECT_EQ(source.error().reason, "it is Linux 6.12.1");
	EXPECT_FALSE(fs::exists(layout_.source_dir("6.1")));
	// The default kernel's rows take what is named, with a warning where it was not tested.
	EXPECT_TRUE(preparer_.prepare(linux_of("1")));
	EXPECT_EQ(preparer_.prepare(linux_of("1"), "6.2").error().id, "kernel-unknown");
}

} // namespace
} // namespace matrix::build
