// SPDX-License-Identifier: GPL-2.0
//
// What names of the file system stand for on this machine.
//
//   params::SystemNames names;
//   auto file = names.identify("/etc/shadow");   // device and inode
#pragma once

#include <cstdint>
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

class SystemNames final : public Names {
public:
	tl::expected<FileIdentity, std::string> identify(const std::string &path) override;
};

} // namespace loader::params
