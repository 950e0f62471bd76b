// SPDX-License-Identifier: GPL-2.0
//
// A part of a set: AXIS=PATTERN, where a pattern is a word of the shell's (`*`, `?`,
// `[…]`) or several with commas between them.
//
//   auto part = plan::filtered(set, {"variant=none,override", "workload=tmpfs_*"});
//   if (!part) return report(part.error());
#pragma once

#include <string>
#include <vector>

#include "loader/base/result.h"
#include "matrix/plan/set.h"

namespace matrix::plan {

// Axes: variant (with its dispatch, too: bpf-lsm-list), dispatch, kernel-version (6.1),
// stack, scenario, workload, counter. All filters hold; of one axis any one. Stacks have
// commas of their own: a pattern for them is one. Fails with `filter-unknown` for another
// axis, and with `filter-empty` when nothing is left.
base::Result<Set> filtered(const Set &set, const std::vector<std::string> &filters);

// Each group booted so often at least.
Set with_boots(Set set, unsigned boots);

} // namespace matrix::plan
