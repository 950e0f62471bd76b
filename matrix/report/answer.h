// SPDX-License-Identifier: GPL-2.0
//
// The answer in plain words: what each configuration costs over `none`, one
// sentence for each, grouped by what is attached; then what a program
// adds on one kernel beside what it adds on the other.
//
//   std::vector<std::string> sentences = report::answer(comparison);
//   // "Idle, override costs between 0 and +7 instructions per operation over none; …"
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "matrix/compare/compare.h"

namespace matrix::report {

// The workload that the discussion of these mechanisms is about: the shortest
// path through a hook.
inline constexpr std::string_view headline = "eventfd_write";

// What sentences are of: the first counter of the results; of times the cycles, or without
// them the nanoseconds.
std::string headline_counter(const compare::Comparison &comparison);

std::vector<std::string> answer(const compare::Comparison &comparison);

} // namespace matrix::report
