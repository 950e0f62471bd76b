// SPDX-License-Identifier: GPL-2.0
//
// The boots of each row: what a row of times is made of.
//
//   for (const auto &[key, boots] : compare::ok_rows(results.cells))
//           use(key, compare::medians(boots));
#pragma once

#include <map>
#include <vector>

#include "matrix/compare/exactness.h"

namespace matrix::compare {

// Of the cells that are ok, by their number of boot. They point into `cells`.
std::map<Key, Boots> ok_rows(const std::vector<Cell> &cells);

std::vector<double> medians(const Boots &boots);

} // namespace matrix::compare
