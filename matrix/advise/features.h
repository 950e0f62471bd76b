// SPDX-License-Identifier: GPL-2.0
//
// What a kernel without the LSM framework does not have (features.def), and who is known to
// use it (users.def). Both have names that --want takes.
//
//   wanted_names();                                      // {"selinux", …, "docker", …}
//   auto wants = features_wanted({"libvirt"}, config, command_line);   // {"apparmor"}, where that runs
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"
#include "matrix/advise/config_file.h"

namespace matrix::advise {

struct Feature {
	std::string_view id;
	std::string_view symbol;
	std::string_view in_use; // a condition: facts.h
	std::string_view name;
	std::string_view without;
	std::string_view instead;
	std::string_view source;
};

struct User {
	std::string_view id;
	std::string_view feature; // empty: it needs nothing of the framework
	std::string_view name;
	std::string_view without;
	std::string_view source;
};

std::span<const Feature> feature_table();
std::span<const User> user_table();

// The ids of both tables, each once.
std::vector<std::string> wanted_names();

// Ids of features for ids of either table: a user stands for those of its features that run, or for the only one it has.
// Fails with want-is-unclear where it has several and none of them runs.
base::Result<std::set<std::string>> features_wanted(const std::set<std::string> &names, const Config &config, const std::string &command_line);

// Every condition of every table, for their test.
std::span<const std::string_view> all_conditions();

} // namespace matrix::advise
