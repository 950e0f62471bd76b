// SPDX-License-Identifier: GPL-2.0
//
// Of times: which differences are more than chance, by the rule of compare/times.h, and
// which of them nothing can be said of.
//
//   for (report::Table &table : report::significance_tables(comparison)) add(table);
//   print(report::chance_text(comparison));   // below the A/A line
#pragma once

#include <string>
#include <vector>

#include "matrix/report/model.h"

namespace matrix::report {

// Each row over none, and each with something attached over the same kernel idle, one table
// for each counter. None of counts.
std::vector<Table> significance_tables(const compare::Comparison &comparison);

// What the mark means, how many differences are significant, and how many boots it takes.
// Empty of counts, and where there is nothing to be compared with.
std::string chance_text(const compare::Comparison &comparison);

// "too few boots": as reports call a verdict of times.
const char *significance_text(compare::Verdict verdict);

// The rule, for the method.
std::string rule_of_times();

} // namespace matrix::report
