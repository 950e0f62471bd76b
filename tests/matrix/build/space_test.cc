// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/space.h"

#include <gmock/gmock.h>
#include <sys/statvfs.h>

#include <limits>

#include "loader/base/files.h"
#include "loader/base/temp_dir.h"

namespace matrix::build {
namespace {

using testing::HasSubstr;

TEST(Space, OfAFolderThatIsNotThereIsThatOfTheNearestAbove)
{
	const auto folder = *base::TempDir::create();
	struct statvfs info = {};
	ASSERT_EQ(::statvfs(folder.path().c_str(), &info), 0);

	const std::uint64_t all = std::uint64_t{info.f_blocks} * info.f_frsize;
	EXPECT_GT(free_bytes(folder.path() / "a" / "b"), 0U);
	EXPECT_LE(free_bytes(folder.path() / "a" / "b"), all);
}

TEST(Space, ThatIsThereIsNoError)
{
	const auto folder = *base::TempDir::create();

	EXPECT_TRUE(require_space(folder.path(), 1, "build the kernel", "none"));
}

TEST(Space, ThatIsNotThereIsNamedWithWhatCanBeRemoved)
{
	const auto folder = *base::TempDir::create();
	const auto room = require_space(folder.path(), std::numeric_limits<std::uint64_t>::max(), "build the kernel", "none");

	ASSERT_FALSE(room);
	EXPECT_EQ(room.error().id, "disk-full");
	EXPECT_THAT(room.error().reason, HasSubstr(folder.path().string()));
	EXPECT_THAT(room.error().hint, HasSubstr("hookmatrix"));
}

TEST(Space, OfAFolderIsThatOfItsFiles)
{
	const auto folder = *base::TempDir::create();
	ASSERT_TRUE(base::write_file_atomically(folder.path() / "file", std::string(100'000, 'x')));

	EXPECT_GE(used_bytes(folder.path()), 90'000U); // a file system may pack it
	EXPECT_LE(used_bytes(folder.path()), 300'000U);
	EXPECT_EQ(used_bytes(folder.path() / "absent"), 0U);
}

} // namespace
} // namespace matrix::build
