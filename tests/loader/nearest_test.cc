// SPDX-License-Identifier: GPL-2.0
#include "loader/nearest.h"

#include <gmock/gmock.h>

namespace loader {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(EditDistance, CountsEdits)
{
	EXPECT_EQ(edit_distance("", ""), 0U);
	EXPECT_EQ(edit_distance("abc", ""), 3U);
	EXPECT_EQ(edit_distance("", "abc"), 3U);
	EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
	EXPECT_EQ(edit_distance("file_open", "file_open"), 0U);
}

TEST(EditDistance, CountsNeighboursSwappedOnce) { EXPECT_EQ(edit_distance("file_opne", "file_open"), 1U); }

TEST(NearestNames, PutsTheBestFirst)
{
	const std::vector<std::string> known{"file_permission", "file_lock", "file_open", "task_kill"};
	EXPECT_THAT(nearest_names("file_opne", known, 2), ElementsAre("file_open", "file_lock"));
}

TEST(NearestNames, FindsANameThatGrewOrShrank)
{
	const std::vector<std::string> known{"mmap_file", "mmap_addr", "bprm_check_security"};
	EXPECT_THAT(nearest_names("bprm_check", known, 3), ElementsAre("bprm_check_security"));
	EXPECT_THAT(nearest_names("mmap", known, 3), ElementsAre("mmap_addr", "mmap_file"));
}

TEST(NearestNames, SuggestsNothingFarAway)
{
	EXPECT_THAT(nearest_names("zzzzzz", {"file_open"}, 3), IsEmpty());
	EXPECT_THAT(nearest_names("", {"file_open"}, 3), IsEmpty());
	EXPECT_THAT(nearest_names("file_open", {}, 3), IsEmpty());
}

} // namespace
} // namespace loader
