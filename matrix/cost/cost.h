// SPDX-License-Identifier: GPL-2.0
//
// What one option costs, by leaving it out (or, where it is off, taking it in): the same
// kernel with this line turned, weighed beside the kernel as it is.
//
//   auto option = cost::parse_option("CONFIG_AUDIT");
//   auto costs = cost::cost_of(layout, planned, {*option}, {.jobs = 2}, runner, guests);
//   std::cout << cost::as_text(*costs);
#pragma once

#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "matrix/build/process.h"
#include "matrix/build/settings.h"
#include "matrix/cost/weigh.h"

namespace matrix::cost {

struct Option {
	std::string name;  // without CONFIG_
	std::string value; // what it is turned to; empty: n where it is on, y where it is off
};

// "AUDIT", "CONFIG_AUDIT", "CONFIG_HZ=100", "# CONFIG_AUDIT is not set".
base::Result<Option> parse_option(const std::string &text);

struct OptionCost {
	std::string line;      // "# CONFIG_AUDIT is not set": what was turned
	std::string was;       // "CONFIG_AUDIT=y"
	std::string impossible; // why this kernel cannot be had so; empty: it was weighed
	std::vector<std::string> followed; // other options that changed with it: "CONFIG_AUDITSYSCALL=y to n"
	Weight weight;
};

struct Costs {
	std::string cell; // what was booted: "override idle"
	std::string kernel_release;
	Weight base;
	std::vector<OptionCost> options;
};

struct CostOptions {
	std::string kernel_src;
	unsigned jobs = 1;
	bool fresh = false; // weigh again what was weighed before
	bool verbose = false;
};

// Builds and boots; what cannot be had is a row with its reason.
base::Result<Costs> cost_of(const Layout &layout, const plan::PlannedBoot &planned, const std::vector<Option> &options, const CostOptions &how,
			    build::ProcessRunner &runner, collect::GuestRunner &guests);

// "CONFIG_X=m", "# CONFIG_X is not set"
std::string as_line(std::string_view name, std::string_view value);
// Options of either that differ, but for `name`: "CONFIG_X=y to n".
std::vector<std::string> differences(const build::ConfigValues &before, const build::ConfigValues &after, std::string_view name);

std::string as_text(const Costs &costs);
nlohmann::json as_json(const Costs &costs);

} // namespace matrix::cost
