// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/cache.h"

#include <gtest/gtest.h>

#include <limits>

#include "loader/base/files.h"
#include "tests/own_folder.h"

namespace fs = std::filesystem;

namespace {

class KernelCacheTest : public ::testing::Test {
protected:
	void SetUp() override
	{
		fs::create_directories(folder_ / "cache");
		fs::create_directories(folder_ / "kernel" / "modules");
		own_.write("kernel/bzImage", "image");
		own_.write("kernel/metadata.json", "{}");
		own_.write("kernel/modules/overlay.ko", "module");
	}

	tests::OwnFolder own_;
	const fs::path &folder_ = own_.path();
};

TEST_F(KernelCacheTest, WhatWasPutIsTakenWhole)
{
	const matrix::build::KernelCache cache{folder_ / "cache"};

	cache.put("id", folder_ / "kernel");
	fs::create_directories(folder_ / "taken");
	own_.write("taken/stale", "from an older kernel");
	ASSERT_TRUE(cache.take("id", folder_ / "taken"));
	EXPECT_EQ(base::read_file(folder_ / "taken/bzImage").value(), "image");
	EXPECT_EQ(base::read_file(folder_ / "taken/modules/overlay.ko").value(), "module");
	EXPECT_FALSE(fs::exists(folder_ / "taken/stale"));
}

TEST_F(KernelCacheTest, AnotherIdentityIsNotTaken)
{
	const matrix::build::KernelCache cache{folder_ / "cache"};

	cache.put("id", folder_ / "kernel");
	EXPECT_FALSE(cache.take("other", folder_ / "taken"));
	EXPECT_FALSE(fs::exists(folder_ / "taken"));
}

TEST_F(KernelCacheTest, AHalfWrittenKernelIsNotTaken)
{
	const matrix::build::KernelCache cache{folder_ / "cache"};

	fs::create_directories(folder_ / "cache" / "id");
	own_.write("cache/id/bzImage", "image");
	EXPECT_FALSE(cache.take("id", folder_ / "taken"));
}

TEST_F(KernelCacheTest, TheLastOfTheDiskIsLeftToOthers)
{
	const matrix::build::KernelCache cache{folder_ / "cache", std::numeric_limits<std::uint64_t>::max()};

	cache.put("id", folder_ / "kernel");
	EXPECT_FALSE(cache.take("id", folder_ / "taken"));
	EXPECT_TRUE(fs::is_empty(folder_ / "cache"));
}

TEST_F(KernelCacheTest, OnlyTheMostRecentAreKept)
{
	const matrix::build::KernelCache cache{folder_ / "cache"};

	for (std::size_t i = 0; i < matrix::build::KernelCache::kept + 3; ++i)
		cache.put("id" + std::to_string(i), folder_ / "kernel");
	EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "cache"), {}),
		  static_cast<std::ptrdiff_t>(matrix::build::KernelCache::kept));
	EXPECT_FALSE(cache.take("id0", folder_ / "taken"));
}

TEST_F(KernelCacheTest, WithoutAFolderNothingIsKept)
{
	const matrix::build::KernelCache cache{{}};

	cache.put("id", folder_ / "kernel");
	EXPECT_FALSE(cache.take("id", folder_ / "taken"));
}

} // namespace
