// SPDX-License-Identifier: GPL-2.0
//
// What hookbench said of the machine and the kernel in each boot that was timed: it
// stands as `boots` in the context of results.
//
//   for (const compare::Boot &boot : compare::boots_of(results.context))
//           for (const nlohmann::json &condition : compare::conditions_of(boot)) use(condition);
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "matrix/compare/results.h"

namespace matrix::compare {

// One run of hookbench; a boot may have several.
struct Boot {
	Configuration configuration;
	unsigned boot = 1;
	std::string file;       // that it was read from; empty: of a guest
	nlohmann::json context; // as hookbench wrote it
};

// What is no such entry is left out.
std::vector<Boot> boots_of(const nlohmann::json &context);
nlohmann::json to_json(const std::vector<Boot> &boots);

// By the kernel's own random number; empty: not said.
std::string boot_id(const Boot &boot);

// With name, value, warning and hint, each a text.
std::vector<nlohmann::json> conditions_of(const Boot &boot);

// Fails with same-boot (exit 4) where one configuration has one boot under two numbers: it
// would count as two observations.
base::Result<void> each_once(const std::vector<Boot> &boots);

} // namespace matrix::compare
