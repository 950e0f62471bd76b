// SPDX-License-Identifier: GPL-2.0
#include "loader/params/names.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>


namespace loader::params {
namespace {

constexpr const char *fdinfo = "pos:\t0\nflags:\t012100000\nmnt_id:\t27\nino:\t1537\n";
constexpr const char *mountinfo = "26 1 0:24 / /proc rw - proc proc rw\n"
				  "27 1 259:4 /root / rw,relatime shared:1 - btrfs /dev/nvme0n1p4 rw,subvol=/root\n"
				  "270 1 8:1 / /boot rw - ext4 /dev/sda1 rw\n";

TEST(FdinfoNumber, IsThatOfTheLine)
{
	EXPECT_EQ(fdinfo_number(fdinfo, "ino"), 1537u);
	EXPECT_EQ(fdinfo_number(fdinfo, "mnt_id"), 27u);
	EXPECT_EQ(fdinfo_number(fdinfo, "id"), std::nullopt);
	EXPECT_EQ(fdinfo_number("ino:\tx\n", "ino"), std::nullopt);
	EXPECT_EQ(fdinfo_number("ino:\t18446744073709551616\n", "ino"), std::nullopt);
	EXPECT_EQ(fdinfo_number("", "ino"), std::nullopt);
}

TEST(DeviceOfMount, IsTheFileSystemsAndNotTheSubvolumes)
{
	EXPECT_EQ(device_of_mount(mountinfo, 27), std::uint64_t{259} << 20 | 4);
	EXPECT_EQ(device_of_mount(mountinfo, 270), std::uint64_t{8} << 20 | 1);
	EXPECT_EQ(device_of_mount(mountinfo, 2), std::nullopt);
	EXPECT_EQ(device_of_mount("27 1 259 / / rw\n", 27), std::nullopt);
	EXPECT_EQ(device_of_mount("27 1 259:x / / rw\n", 27), std::nullopt);
	EXPECT_EQ(device_of_mount("27 1\n", 27), std::nullopt);
	EXPECT_EQ(device_of_mount("", 27), std::nullopt);
}

TEST(SystemNames, AgreeWithStatWhereThatSaysTheKernelsNumbers)
{
	struct stat info {};
	const auto found = SystemNames{}.identify("/proc/version");

	ASSERT_EQ(::stat("/proc/version", &info), 0);
	ASSERT_TRUE(found) << found.error();
	EXPECT_EQ(found->inode, info.st_ino);
	EXPECT_EQ(found->device, std::uint64_t{major(info.st_dev)} << 20 | minor(info.st_dev));
	EXPECT_FALSE(found->on_cgroup2);
}

TEST(SystemNames, SayWhyThereIsNone)
{
	const auto found = SystemNames{}.identify("/proc/nothing-of-this-name");

	ASSERT_FALSE(found);
	EXPECT_EQ(found.error(), "No such file or directory");
}

} // namespace
} // namespace loader::params
