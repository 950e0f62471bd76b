// SPDX-License-Identifier: GPL-2.0
//
// Of the file that hooklab writes and a model reads.
#pragma once

namespace matrix::lab {

inline constexpr int prices_schema_version = 1;

} // namespace matrix::lab
