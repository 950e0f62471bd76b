// SPDX-License-Identifier: GPL-2.0
//
// Would an object load here? Each program is loaded alone and attached nowhere, so
// that one that is refused does not hide the next.
//
//   auto report = check(kernel, "audit", bytes, nullptr);
//   for (const ProgramCheck &one : report->programs) print(one.program, one.error.reason);
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loader/kernel.h"
#include "loader/params/schema.h"
#include "loader/params/values.h"
#include "loader/probe.h"

namespace loader {

struct ProgramCheck {
	std::string program;
	std::string section;
	std::optional<base::Error> error; // none: it would load, or would be left out
	std::string left_out;		  // why, for an optional program whose hook is not here
};

struct CheckReport {
	std::string policy;
	ProbeReport kernel;
	params::Schema parameters;
	std::vector<std::string> defaults; // of globals, in the order of parameters; empty for maps
	std::vector<ProgramCheck> programs; // empty where the kernel has no mechanism
};

// Errors are those of the object itself. `values` may be null.
base::Result<CheckReport> check(Kernel &kernel, const std::string &policy, std::string_view bytes, const params::Values *values);

// The first error of the report, that of the kernel before those of programs.
const base::Error *first_error(const CheckReport &report);

nlohmann::json to_json(const CheckReport &report);
std::string to_text(const CheckReport &report);

} // namespace loader
