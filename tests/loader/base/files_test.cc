// SPDX-License-Identifier: GPL-2.0
#include "loader/base/files.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>

namespace {

class Files : public ::testing::Test {
protected:
	void SetUp() override
	{
		std::string name = (std::filesystem::temp_directory_path() / "files_test.XXXXXX").string();
		ASSERT_NE(::mkdtemp(name.data()), nullptr);
		folder_ = name;
	}
	void TearDown() override { std::filesystem::remove_all(folder_); }

	std::filesystem::path folder_;
};

TEST_F(Files, WhatIsWrittenIsRead)
{
	const std::string content("a\0b\n", 4);

	ASSERT_TRUE(base::write_file_atomically(folder_ / "f", content));
	ASSERT_TRUE(base::write_file_atomically(folder_ / "f", content + content));
	EXPECT_EQ(base::read_file(folder_ / "f").value(), content + content);
	EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1) << "nothing is left beside it";
}

TEST_F(Files, AMissingFileSaysWhichAndWhy)
{
	const auto text = base::read_file(folder_ / "absent");

	ASSERT_FALSE(text);
	EXPECT_EQ(text.error().errnum, ENOENT);
	EXPECT_NE(text.error().to_string().find("absent"), std::string::npos);
}

TEST_F(Files, TheLimitHolds)
{
	ASSERT_TRUE(base::write_file_atomically(folder_ / "f", "12345"));
	EXPECT_TRUE(base::read_file(folder_ / "f", 5));
	ASSERT_FALSE(base::read_file(folder_ / "f", 4));
	EXPECT_EQ(base::read_file(folder_ / "f", 4).error().errnum, EFBIG);
}

TEST_F(Files, AFailedWriteLeavesTheOldFile)
{
	std::filesystem::create_directory(folder_ / "taken");
	const auto done = base::write_file_atomically(folder_ / "taken", "x");

	ASSERT_FALSE(done);
	EXPECT_TRUE(std::filesystem::is_directory(folder_ / "taken"));
	EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

} // namespace
