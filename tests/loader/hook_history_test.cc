// SPDX-License-Identifier: GPL-2.0
#include "loader/hook_history.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <vector>

#include "loader/errors.h"

namespace loader {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Stable updates count: a fixture is of the newest update of its series.
bool had(const HookHistory &row, Release release)
{
	const Release from = row.update.known() ? row.update : row.first;

	return from <= release && (!row.last.known() || release <= row.last);
}

std::vector<std::string> names_at(Release release)
{
	std::vector<std::string> names;

	for (const HookHistory &row : hook_history_table())
		if (had(row, release))
			names.emplace_back(row.name);
	return names;
}

// The names in a kernel's lsm_hook_defs.h, one a line, sorted.
std::vector<std::string> fixture(const std::string &name)
{
	std::ifstream file{HOOKMATRIX_SOURCE_DIR "/tests/loader/data/" + name};
	std::vector<std::string> names;

	for (std::string line; std::getline(file, line);)
		names.push_back(line);
	return names;
}

TEST(HookHistory, IsSortedAndNamesNoHookTwice)
{
	const auto table = hook_history_table();
	std::set<std::string_view> names;

	EXPECT_TRUE(std::ranges::is_sorted(table, {}, &HookHistory::name));
	for (const HookHistory &row : table) {
		EXPECT_FALSE(row.name.empty());
		EXPECT_TRUE(names.insert(row.name).second) << row.name;
		EXPECT_EQ(find_hook_history(row.name), &row) << row.name;
	}
}

TEST(HookHistory, RangesLieWithinTheReleasesLookedAt)
{
	const Release oldest = hook_history_releases().front();
	const Release newest = hook_history_releases().back();

	EXPECT_TRUE(std::ranges::is_sorted(hook_history_releases()));
	for (const HookHistory &row : hook_history_table()) {
		EXPECT_GE(row.first, oldest) << row.name;
		EXPECT_LE(row.first, newest) << row.name;
		if (row.last.known()) {
			EXPECT_LE(row.first, row.last) << row.name;
			EXPECT_LT(row.last, newest) << row.name;
			EXPECT_FALSE(row.update.known()) << row.name;
		}
		if (row.update.known()) {
			EXPECT_GE(row.update, oldest) << row.name;
			EXPECT_LT(row.update, row.first) << row.name;
		}
	}
}

TEST(HookHistory, SuccessorsAreHooksThatBeginAfterTheOldName)
{
	for (const HookHistory &row : hook_history_table()) {
		if (row.renamed_to.empty())
			continue;
		EXPECT_TRUE(row.last.known()) << row.name;
		const std::size_t space = row.renamed_to.find(' ');
		std::vector<std::string_view> successors{row.renamed_to.substr(0, space)};
		if (space != std::string_view::npos)
			successors.push_back(row.renamed_to.substr(space + 1));
		for (const std::string_view name : successors) {
			const HookHistory *successor = find_hook_history(name);
			ASSERT_NE(successor, nullptr) << row.name;
			EXPECT_GT(successor->first, row.last) << row.name;
		}
	}
}

TEST(HookHistory, ListsOfKernelSourcesAreItsListsOfThoseReleases)
{
	EXPECT_THAT(fixture("hooks-6.12"), Not(IsEmpty()));
	EXPECT_EQ(names_at({6, 1}), fixture("hooks-6.1"));
	EXPECT_EQ(names_at({6, 12}), fixture("hooks-6.12"));
}

TEST(HookHistory, SaysWhichReleasesHaveAHook)
{
	EXPECT_EQ(hook_history_sentence("file_open"), "Linux 5.7 and later have it");
	EXPECT_EQ(hook_history_sentence("uring_allowed"), "Linux 6.15 and later have it");
	EXPECT_EQ(hook_history_sentence("key_free"), "Linux 5.7 to 6.11 have it");
	EXPECT_EQ(hook_history_sentence("file_ioctl_compat"), "Linux 6.8 and later have it, updates of 6.1 too");
}

TEST(HookHistory, SaysWhatAHookWasRenamedTo)
{
	EXPECT_EQ(hook_history_sentence("inode_getsecid"),
		  "Linux 5.7 to 6.12 have it; renamed to inode_getlsmprop in 6.13");
	EXPECT_EQ(hook_history_sentence("bprm_set_creds"),
		  "only Linux 5.7 has it; split into bprm_creds_for_exec and bprm_creds_from_file in 5.8");
}

TEST(HookHistory, SaysNothingOfUnknownNames)
{
	EXPECT_EQ(find_hook_history("file_opne"), nullptr);
	EXPECT_EQ(find_hook_history(""), nullptr);
	EXPECT_EQ(find_hook_history("zzz"), nullptr);
	EXPECT_EQ(hook_history_sentence("file_opne"), "");
}

TEST(HookHistory, IsPartOfTheErrorAboutAnAbsentHook)
{
	EXPECT_THAT(hook_absent("p", "uring_allowed", {"uring_cmd"}).reason,
		    HasSubstr("no hook 'uring_allowed' (Linux 6.15 and later have it)"));
	EXPECT_EQ(hook_absent("p", "zzzzzzzz", {"uring_cmd"}).reason, "this kernel has no hook 'zzzzzzzz'");
}

} // namespace
} // namespace loader
