// SPDX-License-Identifier: GPL-2.0
#include "matrix/lsm/kernel_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "loader/base/files.h"
#include "tests/own_folder.h"

namespace matrix::lsm {
namespace {

using testing::HasSubstr;

class KernelFile : public testing::Test {
protected:
	std::filesystem::path a_file(std::string_view content) { return own_.write("file", content); }

	tests::OwnFolder own_;
};

TEST_F(KernelFile, WhatIsReadHasNoEndOfLine)
{
	EXPECT_EQ(read_kernel(a_file({"kernel_t\0\n", 10})).value(), "kernel_t");
	EXPECT_EQ(read_kernel(a_file("")).value(), "");
}

TEST_F(KernelFile, AnotherAnswerIsAnErrorThatHasBoth)
{
	const auto path = a_file("0\n");
	const auto done = expect_kernel(path, "1", "enforce the policy");

	ASSERT_FALSE(done);
	EXPECT_THAT(done.error().to_string(), HasSubstr("cannot enforce the policy"));
	EXPECT_THAT(done.error().reason, HasSubstr("'0' where '1'"));
	EXPECT_TRUE(expect_kernel(path, "0", "be permissive"));
	const auto levels = a_file("none [integrity] confidentiality\n");
	EXPECT_TRUE(expect_in_kernel(levels, "[integrity]", "be locked down"));
	EXPECT_FALSE(expect_in_kernel(levels, "[confidentiality]", "be locked down"));
}

TEST_F(KernelFile, LinesAreWrittenWithoutComments)
{
	const auto path = a_file("");

	ASSERT_TRUE(write_lines(path, "# a comment\na b r\n\nc d w", "load the rule"));
	EXPECT_EQ(base::read_file(path).value(), "a b r\nc d w\n");
}

TEST_F(KernelFile, WhatIsNotThereHasItsErrno)
{
	const auto done = write_kernel("/nonexistent/load", "x", "load the policy");

	ASSERT_FALSE(done);
	EXPECT_EQ(done.error().errnum, ENOENT);
	EXPECT_THAT(done.error().to_string(), HasSubstr("cannot load the policy '/nonexistent/load'"));
}

} // namespace
} // namespace matrix::lsm
