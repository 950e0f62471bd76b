// SPDX-License-Identifier: GPL-2.0
//
// The table of what policies add to an operation, each on each kernel: attached less
// idle of the same kernel, so that what the kernel costs without it is not in it.
//
//   if (const auto table = report::policy_table(comparison, "instructions"))
//           set_table(table->title, table->head, table->rows);
#pragma once

#include <optional>
#include <string>

#include "matrix/report/model.h"

namespace matrix::report {

// Nothing where the results have no policy (plan::Scenario::is_policy()).
std::optional<Table> policy_table(const compare::Comparison &comparison, const std::string &counter);

} // namespace matrix::report
