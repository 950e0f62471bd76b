// SPDX-License-Identifier: GPL-2.0
#include "loader/base/files.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>

#include "tests/own_folder.h"

namespace {

class Files : public ::testing::Test {
protected:
	tests::OwnFolder own_;
	const std::filesystem::path &folder_ = own_.path();
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
