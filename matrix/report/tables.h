// SPDX-License-Identifier: GPL-2.0
//
// The tables of what attached programs add: one program on each of the two
// kernels with the ratio, and a curve for each workload that has one.
//
//   for (const report::Table &table : report::program_tables(comparison, sections))
//           set_table(table.title, table.head, table.rows);
#pragma once

#include <vector>

#include "matrix/report/model.h"

namespace matrix::report {

// A line has the colour that its column has in the sections.
std::vector<Table> program_tables(const compare::Comparison &comparison, const std::vector<Section> &sections);

} // namespace matrix::report
