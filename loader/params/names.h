// SPDX-License-Identifier: GPL-2.0
//
// What names of the file system stand for on this machine.
//
//   params::SystemNames names;
//   auto file = names.identify("/etc/shadow");   // device and inode
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <tl/expected.hpp>

namespace loader::params {

struct FileIdentity {
	std::uint64_t device = 0; // as the kernel has it: major << 20 | minor
	std::uint64_t inode = 0;
	bool on_cgroup2 = false;
};

// What names of the file system stand for here; tests have a fake.
class Names {
public:
	Names() = default;
	Names(const Names &) = delete;
	Names &operator=(const Names &) = delete;
	virtual ~Names() = default;
	// Follows symbolic links. The error is a sentence without the path.
	virtual tl::expected<FileIdentity, std::string> identify(const std::string &path) = 0;
};

// As the kernel's own i_sb->s_dev and i_ino, which are what a program sees. stat() of a
// subvolume of btrfs, or of an overlay whose layers are on several file systems, says
// others: made up, so that no two files there seem to be one.
class SystemNames final : public Names {
public:
	tl::expected<FileIdentity, std::string> identify(const std::string &path) override;
};

// The number on line NAME of a /proc/PID/fdinfo/FD.
std::optional<std::uint64_t> fdinfo_number(const std::string &fdinfo, const std::string &name);

// The device of mount `mount` in a /proc/PID/mountinfo, as FileIdentity has it.
std::optional<std::uint64_t> device_of_mount(const std::string &mountinfo, std::uint64_t mount);

} // namespace loader::params
