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

#include "loader/base/result.h"
#include "matrix/build/process.h"

namespace matrix::build {

// Copies the finished build folder `from` into `to`, whose lock the caller
// holds. False, and nothing is changed, when `to` was built in before, when
// `from` is not there, not finished or in use by another hookmatrix, or when the
// copy does not succeed. Fails (13) when interrupted; called again, it
// begins anew.
base::Result<bool> seed(const std::filesystem::path &from, const std::filesystem::path &to, ProcessRunner &runner);

} // namespace matrix::build
