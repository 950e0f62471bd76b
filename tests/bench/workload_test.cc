// SPDX-License-Identifier: GPL-2.0
#include "bench/workload.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "bench/set_up.h"
#include "bench/tiny_elf.h"
#include "bench/tmpfs_file.h"
#include "loader/hook_history.h"

namespace bench {
namespace {

const std::filesystem::path source_dir{HOOKMATRIX_SOURCE_DIR};

TEST(WorkloadTable, NamesAreUniqueWords)
{
	std::set<std::string_view> names;

	for (const WorkloadRow &row : workload_table()) {
		EXPECT_TRUE(names.insert(row.name).second) << row.name;
		EXPECT_TRUE(std::all_of(row.name.begin(), row.name.end(), [](char c) {
			return std::islower(static_cast<unsigned char>(c)) || std::isdigit(static_cast<unsigned char>(c)) || c == '_';
		})) << row.name;
	}
}

TEST(WorkloadTable, EveryRowIsDescribedAndCanBeCounted)
{
	for (const WorkloadRow &row : workload_table()) {
		EXPECT_FALSE(row.operation.empty()) << row.name;
		EXPECT_FALSE(row.hooks.empty()) << row.name;
		EXPECT_GE(row.pace.samples, row.pace.by_name ? 5U : 20U) << row.name;
		EXPECT_GT(row.pace.warm_ups, 0U) << row.name;
		EXPECT_GT(row.pace.batch, 0U) << row.name;
		EXPECT_NE(row.make(), nullptr) << row.name;
		EXPECT_EQ(find_workload(row.name), &row);
	}
	EXPECT_EQ(find_workload("no_such_workload"), nullptr);
}

TEST(WorkloadTable, EveryRowHasAFileAndEveryFileARow)
{
	std::set<std::string> files;

	for (const auto &entry : std::filesystem::directory_iterator(source_dir / "bench/workloads")) {
		if (entry.path().extension() == ".cc")
			files.insert(entry.path().stem());
	}
	for (const WorkloadRow &row : workload_table())
		EXPECT_EQ(files.erase(std::string{row.name}), 1U) << "bench/workloads/" << row.name << ".cc is missing";
	EXPECT_TRUE(files.empty()) << *files.begin() << " has no row";
}

TEST(WorkloadTable, TheWordsOfTheResultsAreTheOnesAgreedUpon)
{
	for (const char *name : {"getppid", "eventfd_write", "pipe", "open_close", "stat", "mprotect", "mmap_munmap",
				 "fork_wait", "execve", "socketpair", "tcp_loopback"})
		EXPECT_NE(find_workload(name), nullptr) << name;
}

// The hooks that a row names must be hooks; which ones it crosses in fact is
// for tests/system/gates.sh.
TEST(WorkloadTable, HooksAreNamesOfTheListOfHooks)
{
	for (const WorkloadRow &row : workload_table()) {
		std::istringstream words{std::string{row.hooks}};
		for (std::string word; words >> word;)
			EXPECT_TRUE(word == "-" || loader::find_hook_history(word) != nullptr) << row.name << ": " << word;
	}
}

TEST(TmpfsFile, IsThereUnderItsNameAndGoneAfterwards)
{
	std::filesystem::path folder;
	{
		TmpfsFile file;
		const auto made = file.create("content", 0600);
		ASSERT_TRUE(made) << made.error().to_string();
		folder = std::filesystem::current_path();
		EXPECT_EQ(std::filesystem::file_size(file.name()), 7U);
	}
	EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST(TmpfsFile, OthersStandBesideItAndGoWithIt)
{
	std::filesystem::path folder;
	{
		TmpfsFile file;
		ASSERT_TRUE(file.create("content", 0600));
		ASSERT_TRUE(file.add("other", "more", 0755));
		EXPECT_FALSE(file.add("other", "more", 0755));
		folder = std::filesystem::current_path();
		EXPECT_EQ(std::filesystem::file_size("other"), 4U);
	}
	EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST(SetUp, WhatTheMachineHasNotGotOrDoesNotPermitIsNotHere)
{
	errno = ENOSYS;
	EXPECT_EQ(set_up_failed("do it").value().id, not_here);
	errno = EPERM;
	EXPECT_EQ(set_up_failed("do it").value().id, not_here);
	errno = ENOMEM;
	EXPECT_EQ(set_up_failed("do it", "here").value().id, "workload-set-up");
}

TEST(TinyElf, RunsAndExitsWithZero)
{
	TmpfsFile file;

	ASSERT_TRUE(file.create(tiny_elf(), 0755));
	EXPECT_EQ(std::system("./file"), 0);
	ASSERT_TRUE(file.add("interpreter", tiny_interpreter(), 0755));
	ASSERT_TRUE(file.add("dynamic", tiny_elf("interpreter"), 0755));
	EXPECT_EQ(std::system("./dynamic"), 0);
}

} // namespace
} // namespace bench
