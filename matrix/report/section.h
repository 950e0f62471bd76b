// SPDX-License-Identifier: GPL-2.0
//
// Configurations beside each other on some workloads: columns and rows as every
// readable report shows them.
//
//   report::Section section = report::section_of(comparison, configurations, {"pipe", "stat"}, "instructions");
//   section.title = "Idle";
#pragma once

#include <string>
#include <vector>

#include "matrix/report/model.h"

namespace matrix::report {

// Without scenario, title and places; columns have the names of their kernels.
Section section_of(const compare::Comparison &comparison, const std::vector<compare::Configuration> &configurations,
		   const std::vector<std::string> &workloads, const std::string &counter);

} // namespace matrix::report
