// SPDX-License-Identifier: GPL-2.0
//
// Files of securityfs, procfs and the file systems of LSMs: the kernel takes a
// policy in one write, and what it made of it is read back.
//
//   if (auto done = lsm::write_kernel("/sys/fs/selinux/load", policy, "load the policy"); !done) return done;
//   return lsm::expect_kernel("/sys/fs/selinux/enforce", "1", "enforce the policy");
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "loader/base/result.h"

namespace matrix::lsm {

// A file of /lsm.
base::Result<std::string> policy_file(std::string_view name);

// In one write(2); `action` is for the message.
base::Result<void> write_kernel(const std::filesystem::path &path, std::string_view content, const std::string &action);

// A line a write.
base::Result<void> write_lines(const std::filesystem::path &path, std::string_view content, const std::string &action);

// Without the newlines and NULs at its end.
base::Result<std::string> read_kernel(const std::filesystem::path &path);

base::Result<void> expect_kernel(const std::filesystem::path &path, std::string_view wanted, const std::string &action);

// The same where `wanted` is only to stand in it.
base::Result<void> expect_in_kernel(const std::filesystem::path &path, std::string_view wanted, const std::string &action);

// The same of the kernel's log, where there is no file to look at.
base::Result<void> expect_logged(std::string_view wanted, const std::string &action);

// Is it among the LSMs that this kernel runs?
base::Result<void> expect_lsm(std::string_view lsm);

// Fine when it is mounted there.
base::Result<void> mount_kernel(const char *type, const char *path);

} // namespace matrix::lsm
