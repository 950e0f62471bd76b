// SPDX-License-Identifier: GPL-2.0
//
// The table of changes between two sets of results, as text for a terminal, Markdown
// for a pull request, and JSON.
//
//   std::cout << report::changes_text(changes, {.all = false});
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "matrix/compare/changes.h"

namespace matrix::report {

struct ChangesOptions {
	bool all = false; // also the rows that are equal
	std::string before = "OLD"; // how the sets are called
	std::string after = "NEW";
};

std::string changes_text(const compare::Changes &changes, const ChangesOptions &options);
std::string changes_markdown(const compare::Changes &changes, const ChangesOptions &options);
// Every row. Schema version 1: docs/compare.md.
nlohmann::json changes_json(const compare::Changes &changes, const ChangesOptions &options);

} // namespace matrix::report
