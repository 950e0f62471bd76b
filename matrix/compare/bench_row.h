// SPDX-License-Identifier: GPL-2.0
//
// A row of hookbench's file, as a cell.
//
//   compare::Cell cell{.configuration = configuration, .workload = "pipe", .counter = "cycles"};
//   compare::fill(cell, row);
#pragma once

#include <nlohmann/json.hpp>

#include "matrix/compare/results.h"

namespace matrix::compare {

// Samples and status; whatever the row holds, the cell is ok and has samples, or has a
// reason and none.
void fill(Cell &cell, const nlohmann::json &row);

} // namespace matrix::compare
