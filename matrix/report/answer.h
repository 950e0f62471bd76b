// SPDX-License-Identifier: GPL-2.0
//
// The answer in plain words: what each configuration costs over `none`, one
// sentence for each, grouped by what is attached.
//
//   std::vector<std::string> sentences = report::answer(comparison);
//   // "Idle, override costs between 0 and +7 instructions per operation over none; …"
#pragma once

#include <string>
#include <vector>

#include "matrix/compare/compare.h"

namespace matrix::report {

std::vector<std::string> answer(const compare::Comparison &comparison);

} // namespace matrix::report
