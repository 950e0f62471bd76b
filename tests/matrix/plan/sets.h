// SPDX-License-Identifier: GPL-2.0
#pragma once

#include <filesystem>

namespace matrix::plan {

// The sets that are shipped.
inline std::filesystem::path sets() { return std::filesystem::path{HOOKMATRIX_SOURCE_DIR} / "matrix/sets"; }

} // namespace matrix::plan
