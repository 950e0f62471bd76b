// SPDX-License-Identifier: GPL-2.0
//
// Is a counted figure exact, or one mode of several? What a kernel does beside an
// operation (slabs, stacks, a tick) can make its count jump between values; then the
// median says which of them came more often, and not what something costs.
//
//   if (!compare::one_mode(cell.samples)) mark(cell);
//   const std::set<compare::Key> inexact = compare::inexact_rows(results.cells);
#pragma once

#include <set>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "matrix/compare/results.h"

namespace matrix::compare {

using Key = std::tuple<Configuration, std::string, std::string>; // with the workload and the counter

inline Key key_of(const Cell &cell) { return {cell.configuration, cell.workload, cell.counter}; }

// The quartiles are equal, and no value but the median has an eighth of the samples or
// more: what comes that seldom (a refilled list of pages, a tick) cannot become the
// median, what comes more often has done so from one boot to another.
bool one_mode(std::span<const double> samples);

// The boots of one row that are ok.
using Boots = std::vector<const Cell *>;

// Of counts: one of them has several modes, or they differ, or they would in another guest (bench::Pace::by_place).
bool inexact(const Boots &boots);

// The rows of counts that are so. Times are not among them: statistics judge these.
std::set<Key> inexact_rows(const std::vector<Cell> &cells);

} // namespace matrix::compare
