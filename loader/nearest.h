// SPDX-License-Identifier: GPL-2.0
//
// The names nearest to a misspelt or vanished one, by edit distance.
//
//   auto names = loader::nearest_names("file_opne", kernel_hooks, 3);
//   // {"file_open", "file_lock", …}, best first; empty when nothing is near
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace loader {

// Levenshtein distance; two neighbours swapped count as one edit.
std::size_t edit_distance(std::string_view left, std::string_view right);

// At most `count` names no further away than half of the name's length, and
// names that contain it or that it contains ("mmap" finds "mmap_file").
std::vector<std::string> nearest_names(std::string_view name, const std::vector<std::string> &known, std::size_t count);

} // namespace loader
