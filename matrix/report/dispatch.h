// SPDX-License-Identifier: GPL-2.0
//
// What the choice of dispatch is worth: the kernels of a variant that has several,
// beside each other and beside the other policy kernel.
//
//   for (const report::Table &table : report::dispatch_tables(comparison))
//           set_table(table.title, table.notes, table.head, table.rows);
#pragma once

#include <string>
#include <vector>

#include "matrix/report/model.h"

namespace matrix::report {

// For each counter, stack and scenario a table with a column for each dispatch: the cost over
// `none` on each workload; and what one program adds. None where no variant has several
// dispatches.
std::vector<Table> dispatch_tables(const compare::Comparison &comparison);

// For each stack and scenario that at least three dispatches were counted with:
// which of them cost least, on how many workloads that count exactly, and from what to what.
std::vector<std::string> dispatch_sentences(const compare::Comparison &comparison, const std::string &counter);

} // namespace matrix::report
