// SPDX-License-Identifier: GPL-2.0
//
// A matrix set: the TOML file in matrix/sets/ that says what is compared.
// Errors name the file, the line and the key; a key that is not known is an
// error, because a misspelt one would silently change what is measured.
//
//   auto set = plan::load_set(layout.root / "matrix/sets", "default");
//   if (!set) return report(set.error());
//   for (const plan::Group &group : set->groups)
//           use(group.variant, group.stacks, group.scenarios, group.boots);
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "loader/base/result.h"

namespace matrix::plan {

// Every stack with every scenario, each booted `boots` times.
struct Group {
	std::string variant; // a family, of another kernel than the default with its version: "override-6.1"
	std::string dispatch;
	std::vector<std::string> stacks;
	std::vector<std::string> scenarios;
	std::vector<std::string> workloads = {}; // empty: those of the set
	std::vector<std::string> counters = {};  // the same
	unsigned samples = 0;                    // 0: that of the set
	unsigned boots = 1; // two: an A/A pair
};

// One operation on two cells, call by call: KERNEL[/STACK][/SCENARIO] each, as
// `hookmatrix explain` takes them.
struct Explanation {
	std::string workload;
	std::string a;
	std::string b;
};

struct Set {
	std::string name;
	std::string description;
	std::vector<std::string> workloads; // empty: all of hookbench's table
	std::vector<std::string> counters;  // empty: those that the accelerator serves
	unsigned samples = 0;               // 0: hookbench's numbers
	unsigned memory_mib = 1024;
	unsigned timeout_seconds = 600;
	std::vector<Group> groups;
	std::vector<Explanation> explanations = {};
	std::vector<std::string> conformance = {}; // kernels whose verdicts are asked for
	std::vector<std::string> includes = {};    // sets whose boots, explanations and conformance it has as well
};

inline constexpr int set_schema_version = 1;

// `name` is for messages only.
base::Result<Set> parse_set(const std::string &text, const std::string &name);

// `name` without a slash is FOLDER/NAME.toml, else a path. What it includes lies in its own
// folder, comes before what the set itself has, and is counted as it says.
base::Result<Set> load_set(const std::filesystem::path &folder, const std::string &name);

} // namespace matrix::plan
