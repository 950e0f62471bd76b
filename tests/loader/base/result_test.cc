// SPDX-License-Identifier: GPL-2.0
#include "loader/base/result.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace {

TEST(Result, AnErrorSaysWhatOnWhatWhyAndWhatNext)
{
	const base::Error error{.id = "hook-absent", .code = base::ExitCode::attach_refused,
				.action = "attach the program", .object = "noop", .reason = "no such hook",
				.hint = "see `hookload probe`", .errnum = 0};

	EXPECT_EQ(error.to_string(), "error[hook-absent]: cannot attach the program 'noop': no such hook\n"
				     "  next: see `hookload probe`");
}

TEST(Result, ErrnoIsPutIntoWords)
{
	const base::Result<int> result =
		base::fail_errno(EPERM, {.id = "x", .code = base::ExitCode::failed, .action = "load", .object = {},
					 .reason = "bpf()", .hint = {}, .errnum = 0});

	ASSERT_FALSE(result);
	EXPECT_EQ(result.error().errnum, EPERM);
	EXPECT_EQ(result.error().to_string(), "error[x]: cannot load: bpf(): Operation not permitted");
}

} // namespace
