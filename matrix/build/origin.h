// SPDX-License-Identifier: GPL-2.0
//
// Where a kernel source comes from, and a checksum that changes when it does:
// Debian's tarball, another tarball, a git work tree, a plain folder.
//
//   auto origin = find_origin(option, *find_source("6.12"), runner, layout.sources());
//   origin->kind;      // Origin::Kind::tarball
//   origin->checksum;  // SHA-256, remembered by size and time of the file
//   auto done = copy_origin(*origin, partial, runner, view);
#pragma once

#include <ctime>
#include <filesystem>
#include <string>

#include "loader/base/result.h"
#include "matrix/build/debian_source.h"
#include "matrix/build/process.h"
#include "matrix/build/progress.h"

namespace matrix::build {

struct Origin {
	enum class Kind { tarball, git, folder };
	Kind kind = Kind::tarball;
	std::filesystem::path path;
	std::string checksum; // tarball: of the file; git: of commit and changes; folder: of names, sizes, times
	std::string commit;   // git alone
	bool dirty = false;   // git alone: the work tree differs from the commit
};

std::string_view kind_name(Origin::Kind kind);

// `option` (--kernel-src) wins over $KERNEL_SRC, that over the package.
// `cache` is the folder in which checksums of tarballs are remembered.
base::Result<Origin> find_origin(const std::string &option, const DebianSource &package, ProcessRunner &runner,
				 const std::filesystem::path &cache);

// Unpacks or copies the source into `folder`. The origin is only read.
base::Result<void> copy_origin(const Origin &origin, const std::filesystem::path &folder, ProcessRunner &runner,
			       ProgressView &view);

} // namespace matrix::build
