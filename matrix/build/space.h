// SPDX-License-Identifier: GPL-2.0
//
// Room on the disk: asked for before an hour of work, and never taken to the last byte
// for what is only a cache.
//
//   if (auto room = require_space(layout.build, kernel_bytes, "build the kernel", "none"); !room)
//           return room;   // error[disk-full]: …
//   if (free_bytes(folder) > reserve_bytes) keep(it);
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "loader/base/result.h"

namespace matrix::build {

constexpr std::uint64_t mib = std::uint64_t{1} << 20;

// What caches leave to those that need it.
constexpr std::uint64_t reserve_bytes = 4096 * mib;

// What this process may still write on the file system of `folder`, which need not be
// there yet; all there is where it cannot be asked.
std::uint64_t free_bytes(const std::filesystem::path &folder);

// Of all files below it, with what their blocks take.
std::uint64_t used_bytes(const std::filesystem::path &folder);

base::Result<void> require_space(const std::filesystem::path &folder, std::uint64_t needed, const std::string &action,
				 const std::string &object);

} // namespace matrix::build
