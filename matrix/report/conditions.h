// SPDX-License-Identifier: GPL-2.0
//
// What hookbench said of the machines that times are of: what makes them vary, and what was
// not the same for all configurations. Counts under an emulator have none of it.
//
//   for (const std::string &paragraph : report::noise_paragraphs(comparison)) print(paragraph);
//   report::add_conditions(comparison, facts);
#pragma once

#include <string>
#include <vector>

#include "matrix/report/model.h"

namespace matrix::report {

std::vector<std::string> noise_paragraphs(const compare::Comparison &comparison);

// Each condition with its values, interrupts, and which boots there were.
void add_conditions(const compare::Comparison &comparison, std::vector<Fact> &facts);

} // namespace matrix::report
