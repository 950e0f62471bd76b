// SPDX-License-Identifier: GPL-2.0
//
// The table of what callers get when a program refuses, kernel by kernel.
//
//   if (const auto table = report::conformance_table(comparison))
//           set_table(table->title, table->head, table->rows);
#pragma once

#include <optional>

#include "matrix/report/model.h"

namespace matrix::report {

// Of context["conformance"] (matrix/collect/conformance.h); nothing where it has none.
std::optional<Table> conformance_table(const compare::Comparison &comparison);

} // namespace matrix::report
