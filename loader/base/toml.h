// SPDX-License-Identifier: GPL-2.0
//
// TOML of a user, whatever it is: a value, or a sentence that names the line.
//
//   const auto root = base::parse_toml(text, "params.toml");
//   if (!root) return complain(root.error());   // "line 3: strings are written in double quotes"
#pragma once

#include <string>
#include <toml.hpp>
#include <tl/expected.hpp>

namespace base {

tl::expected<toml::value, std::string> parse_toml(const std::string &text, const std::string &name);

// "line 7, key 'boots'"
std::string toml_place(const toml::value &value, std::string_view key);

} // namespace base
