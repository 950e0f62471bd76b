// SPDX-License-Identifier: GPL-2.0
//
// What each kernel of the results weighs: code, data, memory that is zero at first,
// and the file that is booted, beside those of none.
//
//   if (const auto table = report::size_table(comparison)) set_table(table->title, table->head, table->rows);
#pragma once

#include <optional>

#include "matrix/report/model.h"

namespace matrix::report {

// Nothing where the results do not say it.
std::optional<Table> size_table(const compare::Comparison &comparison);

} // namespace matrix::report
