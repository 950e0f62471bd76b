// SPDX-License-Identifier: GPL-2.0
//
// One hookmatrix at a time in a folder. The lock ends with the owner, however
// the process ends.
//
//   auto lock = FolderLock::take(layout.obj_dir("none"), "build the kernel");
//   if (!lock) return tl::unexpected(lock.error());  // another one is at it
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "loader/base/fd.h"
#include "loader/base/result.h"

namespace matrix::build {

class FolderLock {
public:
	// Creates the folder. Waits for another holder, saying so once.
	static base::Result<FolderLock> take(const std::filesystem::path &folder, const std::string &action);
	// Of a folder that exists, when nobody holds it.
	static std::optional<FolderLock> try_take(const std::filesystem::path &folder);

private:
	explicit FolderLock(base::Fd fd) : fd_(std::move(fd)) {}
	base::Fd fd_;
};

} // namespace matrix::build
