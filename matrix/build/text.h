// SPDX-License-Identifier: GPL-2.0
//
// Lines and words of text files, without copies.
//
//   for (std::string_view line : split_lines(text))
//           if (trim(line).starts_with('#')) continue;
//   std::string all = join(names, ", ");
//   auto near = nearest("BPF_OVERIDE", names, 3);
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace matrix::build {

std::string_view trim(std::string_view text);
std::vector<std::string_view> split_lines(std::string_view text);
std::vector<std::string_view> split_words(std::string_view text);
std::string join(const std::vector<std::string> &parts, std::string_view between);

// Up to `count` of `names` that are spelt like `name`, the nearest first.
std::vector<std::string> nearest(std::string_view name, const std::vector<std::string> &names, std::size_t count);

} // namespace matrix::build
