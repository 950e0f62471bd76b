// SPDX-License-Identifier: GPL-2.0
#include "matrix/guest/hello.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "loader/base/files.h"
#include "loader/base/temp_dir.h"

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
	EXPECT_TRUE(hello.at("memory_kib").at("total").is_null());
}

TEST(Hello, MemoryIsThatOfMeminfo)
{
	const auto folder = base::TempDir::create();
	ASSERT_TRUE(folder);
	std::filesystem::create_directories(folder->path() / "proc");
	ASSERT_TRUE(base::write_file_atomically(folder->path() / "proc/meminfo", "MemFree: 7 kB\nMemTotal:        1014844 kB\nMemAvailable:     956312 kB\n"));
	EXPECT_EQ(describe_system(folder->path()).at("memory_kib").at("total"), 1014844);
}

} // namespace
} // namespace matrix::guest
