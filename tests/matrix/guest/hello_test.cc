// SPDX-License-Identifier: GPL-2.0
#include "matrix/guest/hello.h"

#include <gtest/gtest.h>

namespace matrix::guest {
namespace {

TEST(Hello, StackNamesAreTheFixedWords)
{
	EXPECT_EQ(stack_name(std::nullopt), "-");
	EXPECT_EQ(stack_name("capability"), "capability");
	EXPECT_EQ(stack_name("capability,bpf"), "bpf");
	EXPECT_EQ(stack_name("lockdown,capability,selinux,bpf"), "lockdown,selinux,bpf");
	EXPECT_EQ(stack_name(""), "capability");
}

TEST(Hello, ASystemWithoutAnythingStillGivesAllKeys)
{
	const nlohmann::json hello = describe_system("/nonexistent");

	EXPECT_TRUE(hello.at("lsm").is_null());
	EXPECT_EQ(hello.at("stack"), "-");
	EXPECT_EQ(hello.at("cpu"), "");
	EXPECT_TRUE(hello.at("vulnerabilities").is_object());
}

} // namespace
} // namespace matrix::guest
