// SPDX-License-Identifier: GPL-2.0
//
// Lines of Kconfig values: fragments as we write them and .config as Kconfig
// does. "# CONFIG_X is not set" and "CONFIG_X=n" are the same wish.
//
//   auto base = parse_settings(text, "kconfig-fragments/base.config");
//   auto wishes = merge_settings({*base, *qemu});   // the last one wins
//   write(to_text(wishes));
//   ConfigValues final = values_of(*parse_settings(dot_config, ".config"));
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"

namespace matrix::build {

struct Setting {
	std::string name;  // without CONFIG_
	std::string value; // y, m, n, a number, or a string with its quotes
	std::string file;
	unsigned line = 0;
};

// Symbol to value, as in Setting; what is absent is n.
using ConfigValues = std::map<std::string, std::string, std::less<>>;

// Fails with `settings-malformed` on a line that is neither a setting, nor a
// comment, nor blank: a typing error must not pass as a comment.
base::Result<std::vector<Setting>> parse_settings(std::string_view text, const std::string &file);

// One setting per name, in order of name; of several the last.
std::vector<Setting> merge_settings(const std::vector<std::vector<Setting>> &fragments);

// The same, in the order given, each where it stands last: of the members of a choice
// Kconfig takes the last one that is y.
std::vector<Setting> last_of_each(const std::vector<std::vector<Setting>> &lists);

std::string to_text(const std::vector<Setting> &settings);
ConfigValues values_of(const std::vector<Setting> &settings);

// "n" for what is absent.
std::string_view value_of(const ConfigValues &values, std::string_view name);

} // namespace matrix::build
