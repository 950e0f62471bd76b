// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/seed.h"

#include <gtest/gtest.h>

#include <chrono>

#include "loader/base/files.h"
#include "matrix/build/lock.h"
#include "tests/own_folder.h"

namespace fs = std::filesystem;

namespace matrix::build {
namespace {

class SeedTest : public ::testing::Test {
protected:
	void SetUp() override
	{
		from_ = folder_ / "none";
		to_ = folder_ / "override";
		fs::create_directories(to_);
		for (const char *file : {"Makefile", ".config", "fs/open.o", "fs/.open.o.cmd", "vmlinux", "vmlinux.o",
					 "tools/objtool/objtool", "build.log", "hookmatrix.objects"})
			own_.write(from_ / file, "from none");
		fs::last_write_time(from_ / "fs/open.o", old_);
	}

	Seeded seed_now() { return seed(from_, to_, runner_).value(); }

	tests::OwnFolder own_;
	const fs::path &folder_ = own_.path();
	fs::path from_;
	fs::path to_;
	fs::file_time_type old_ = fs::file_time_type::clock::now() - std::chrono::hours{24};
	SystemRunner runner_;
};

TEST_F(SeedTest, ObjectsComeWithTheirTimesAndWithoutWhatIsLinked)
{
	ASSERT_TRUE(seed_now().done);
	EXPECT_EQ(base::read_file(to_ / "fs/.open.o.cmd").value(), "from none");
	EXPECT_EQ(fs::last_write_time(to_ / "fs/open.o"), fs::last_write_time(from_ / "fs/open.o"));
	EXPECT_LT(fs::last_write_time(to_ / "fs/open.o"), fs::file_time_type::clock::now() - std::chrono::hours{23});
	EXPECT_TRUE(fs::exists(to_ / "Makefile"));
	for (const char *file : {"vmlinux", "vmlinux.o", "tools", "build.log", "hookmatrix.objects"})
		EXPECT_FALSE(fs::exists(to_ / file)) << file;
	EXPECT_FALSE(fs::exists(folder_ / "override.seed"));
}

TEST_F(SeedTest, AFolderThatWasBuiltInIsLeftAlone)
{
	own_.write(to_ / "build.log", "own");
	own_.write(to_ / "Makefile", "own");
	EXPECT_FALSE(seed_now().done);
	EXPECT_EQ(base::read_file(to_ / "Makefile").value(), "own");
	EXPECT_FALSE(fs::exists(to_ / "fs"));
}

TEST_F(SeedTest, AFolderThatWasOnlyConfiguredIsSeeded)
{
	own_.write(to_ / "Makefile", "own");
	own_.write(to_ / ".config", "own");
	EXPECT_TRUE(seed_now().done);
	EXPECT_TRUE(fs::exists(to_ / "fs/open.o"));
}

TEST_F(SeedTest, AnUnfinishedSiblingIsNotTaken)
{
	fs::remove(from_ / "vmlinux");
	EXPECT_FALSE(seed_now().done);
	EXPECT_FALSE(fs::exists(to_ / "Makefile"));
}

TEST_F(SeedTest, ASiblingThatIsBeingBuiltIsNotTaken)
{
	const auto lock = FolderLock::take(from_, "build the kernel");
	ASSERT_TRUE(lock);
	const Seeded seeded = seed_now();
	EXPECT_FALSE(seeded.done);
	EXPECT_NE(seeded.why_not.find("another hookmatrix"), std::string::npos);
	EXPECT_FALSE(fs::exists(to_ / "Makefile"));
}

TEST_F(SeedTest, WhatACutSeedLeftIsReplaced)
{
	own_.write(to_ / "fs/open.o", "half");
	own_.write(folder_ / "override.seed/fs/open.o", "half");
	ASSERT_TRUE(seed_now().done);
	EXPECT_EQ(base::read_file(to_ / "fs/open.o").value(), "from none");
}

} // namespace
} // namespace matrix::build
