// SPDX-License-Identifier: GPL-2.0
//
// How the results were made, what they cannot say, and where they come from:
// the end of every report.
//
//   for (const std::string &paragraph : report::method(comparison)) print(paragraph);
//   for (const report::Fact &fact : report::facts(comparison)) print(fact.name, fact.value);
#pragma once

#include "matrix/report/model.h"

namespace matrix::report {

std::vector<std::string> method(const compare::Comparison &comparison);
std::vector<Fact> facts(const compare::Comparison &comparison);

} // namespace matrix::report
