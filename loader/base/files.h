// SPDX-License-Identifier: GPL-2.0
//
// Whole files in and out. A file is written beside its place and renamed into
// it, so that an interrupted program leaves the old one or the new one.
//
//   auto text = base::read_file("/proc/version");
//   if (auto done = base::write_file_atomically(path, text.value()); !done)
//           return tl::unexpected(done.error());
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "loader/base/result.h"

namespace base {

// Reads at most `limit` bytes (default 256 MiB); a larger file is an error.
Result<std::string> read_file(const std::filesystem::path &path,
			      std::size_t limit = std::size_t{256} << 20);

Result<void> write_file_atomically(const std::filesystem::path &path, std::string_view content);

} // namespace base
