// SPDX-License-Identifier: GPL-2.0
//
// A first build that begins with the objects of a sibling variant. kbuild knows
// for each object which options it depends on, so it compiles those alone that
// the two configurations tell apart; the kernel is the same byte for byte as
// from an empty folder (tests/system/reproducible.sh compares).
//
//   if (auto seeded = seed(layout.obj_dir("none"), layout.obj_dir("override"), runner); !seeded)
//       return tl::unexpected(seeded.error());
#pragma once

#include <filesystem>
#include <string>

#include "loader/base/result.h"
#include "matrix/build/process.h"

namespace matrix::build {

struct Seeded {
	bool done = false;
	std::string why_not; // when a sibling was there and could not be taken over
};

// Copies the finished build folder `from` into `to`, whose lock the caller
// holds. Not done when something was compiled in `to` before, when `from` is not
// there, not finished or in use by another hookmatrix, or when copying fails
// (no space); whatever `to` has then, kbuild deals with. Fails (13) when
// interrupted; called again, it begins anew.
base::Result<Seeded> seed(const std::filesystem::path &from, const std::filesystem::path &to, ProcessRunner &runner);

} // namespace matrix::build
