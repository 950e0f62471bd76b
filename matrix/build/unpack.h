// SPDX-License-Identifier: GPL-2.0
//
// A kernel tarball (any compression that libarchive knows) into a folder,
// without its first path component.
//
//   auto done = unpack("/usr/src/linux-source-6.12.tar.xz", partial,
//                      [&](double share) { view.share(share); });
//   if (done) std::filesystem::rename(partial, complete);
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "loader/base/result.h"

namespace matrix::build {

// `progress` gets the share of the packed file that was read, 0 to 1.
base::Result<void> unpack(const std::filesystem::path &tarball, const std::filesystem::path &folder,
			  const std::function<void(double)> &progress);

// "linux-6.12/fs/open.c" -> "fs/open.c"; "" for the top folder itself. Nothing
// for a path that would leave the folder: absolute, or with a ".." in it.
std::optional<std::string> strip_top(std::string_view path);

} // namespace matrix::build
