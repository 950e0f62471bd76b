// SPDX-License-Identifier: GPL-2.0
//
// One configuration of results, to be set beside another one.
//
//   auto cells = compare::only(results, "bpf-lsm-list/selinux,bpf/noop-1");
//   if (!cells) return report(cells.error());
#pragma once

#include <string>

#include "matrix/compare/results.h"

namespace matrix::compare {

// KERNEL[/STACK][/SCENARIO]: a variant or VARIANT-DISPATCH, idle unless a scenario is named.
// Fails with cell-unknown or cell-ambiguous (exit 2), naming what there is.
base::Result<Results> only(const Results &results, const std::string &cell);

} // namespace matrix::compare
