// SPDX-License-Identifier: GPL-2.0
//
// What programs can do at the hooks of each kernel of the results, and which LSM has a
// callback on how many of the hooks that their source declares.
//
//   for (const Table &table : report::hook_tables(comparison)) set_table(table.title, table.head, table.rows);
#pragma once

#include <vector>

#include "matrix/report/model.h"

namespace matrix::report {

// Those that the results have the figures of.
std::vector<Table> hook_tables(const compare::Comparison &comparison);

} // namespace matrix::report
