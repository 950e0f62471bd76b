// SPDX-License-Identifier: GPL-2.0
#pragma once

#include "matrix/compare/compare.h"

namespace matrix::report {

// For results that compare() takes.
inline compare::Comparison compared(compare::Results results) { return *compare::compare(std::move(results)); }

} // namespace matrix::report
