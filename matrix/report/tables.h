// SPDX-License-Identifier: GPL-2.0
//
// The tables of what attached programs add: one program on each of the two
// kernels with the ratio, and a curve for each workload that has one.
//
//   for (const report::Table &table : report::price_tables(comparison))
//           set_table(table.title, table.head, table.rows);
#pragma once

#include <vector>

#include "matrix/report/model.h"

namespace matrix::report {

std::vector<Table> price_tables(const compare::Comparison &comparison);

// A line has the colour that its column has in the sections.
std::vector<Table> curve_tables(const compare::Comparison &comparison, const std::vector<Section> &sections);

} // namespace matrix::report
