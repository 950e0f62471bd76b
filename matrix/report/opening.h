// SPDX-License-Identifier: GPL-2.0
//
// The first screen of the page: the question, its answer in three sentences and one
// chart, of what these results have.
//
//   report::Opening opening = report::opening(comparison);
//   for (const std::string &sentence : opening.sentences) print(sentence);
#pragma once

#include "matrix/report/model.h"

namespace matrix::report {

Opening opening(const compare::Comparison &comparison);

} // namespace matrix::report
