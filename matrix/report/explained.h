// SPDX-License-Identifier: GPL-2.0
//
// The tables of where the instructions of an operation go, on two cells: the calls in
// which they differ, and those on the way there, in their order.
//
//   for (const report::Table &table : report::explained_tables(comparison))
//           set_table(table.title, table.head, table.rows);
#pragma once

#include <vector>

#include "matrix/report/model.h"

namespace matrix::report {

// Of context["explained"] (matrix/collect/explained.h); what is not of its shape is left out.
std::vector<Table> explained_tables(const compare::Comparison &comparison);

} // namespace matrix::report
