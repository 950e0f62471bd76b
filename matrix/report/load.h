// SPDX-License-Identifier: GPL-2.0
//
// The table of what loading a policy takes, by its parts.
//
//   if (const auto table = report::load_table(comparison))
//           set_table(table->title, table->head, table->rows);
#pragma once

#include <optional>

#include "matrix/report/model.h"

namespace matrix::report {

// Of context["loads"] (matrix/collect/loads.h), of each kernel the stack that stands first there;
// nothing where there is none.
std::optional<Table> load_table(const compare::Comparison &comparison);

} // namespace matrix::report
