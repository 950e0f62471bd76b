// SPDX-License-Identifier: GPL-2.0
#include "matrix/boot/initramfs.h"

#include <gtest/gtest.h>

#include "loader/base/files.h"
#include "loader/base/temp_dir.h"

namespace matrix::boot {
namespace {

TEST(Initramfs, TheSameContentGivesTheSameBytes)
{
	const auto dir = base::TempDir::create();
	ASSERT_TRUE(dir);
	Initramfs first;
	Initramfs second;
	ASSERT_TRUE(first.add_file("/a/b", "one", 0644));
	ASSERT_TRUE(first.add_file("/z", "two", 0755));
	ASSERT_TRUE(second.add_file("/z", "two", 0755));
	ASSERT_TRUE(second.add_file("/a/b", "one", 0644));
	ASSERT_TRUE(first.write(dir->path() / "1"));
	ASSERT_TRUE(second.write(dir->path() / "2"));
	const auto one = base::read_file(dir->path() / "1");
	EXPECT_EQ(one.value(), base::read_file(dir->path() / "2").value());
	EXPECT_TRUE(one->starts_with("070701"));
}

TEST(Initramfs, PathsStayInside)
{
	Initramfs root;

	for (const char *path : {"relative", "/a/../../b", "/folder/", ""})
		EXPECT_EQ(root.add_file(path, "", 0644).error().id, "guest-path") << path;
	EXPECT_TRUE(root.entries().empty());
}

TEST(Initramfs, WithoutInitThereIsNoGuest)
{
	const auto dir = base::TempDir::create();
	Initramfs root;

	ASSERT_TRUE(dir);
	EXPECT_EQ(root.add_base(dir->path(), dir->path() / "none").error().id, "no-guest-tools");
	ASSERT_TRUE(base::write_file_atomically(dir->path() / "hookguest", "elf"));
	Initramfs good;
	ASSERT_TRUE(good.add_base(dir->path(), dir->path() / "none"));
	EXPECT_EQ(good.entries().at("init").content, "elf");
	EXPECT_TRUE(good.entries().contains("dev/console"));
}

TEST(Initramfs, AHostFolderIsRefused)
{
	Initramfs root;

	EXPECT_EQ(root.add_host_file("/tmp", "/x").error().id, "not-a-file");
	EXPECT_EQ(root.add_host_file("/nonexistent", "/x").error().id, "file-unreadable");
}

} // namespace
} // namespace matrix::boot
