// SPDX-License-Identifier: GPL-2.0
//
// What stacks of LSMs cost: those under policies beside each other, and what an
// idle BPF LSM adds to each.
//
//   for (const std::string &sentence : report::stack_sentences(comparison, "instructions")) print(sentence);
#pragma once

#include <string>
#include <vector>

#include "matrix/compare/compare.h"

namespace matrix::report {

// Is a policy loaded into one of its LSMs?
bool has_policy(const compare::Configuration &configuration);

// For each scenario, the stacks under policies of the default dispatch, the
// cheapest first, on two workloads; and for each dispatch what bpf in lsm= adds
// without a program to the same stack without it, on workloads that count exactly.
std::vector<std::string> stack_sentences(const compare::Comparison &comparison, const std::string &counter);

} // namespace matrix::report
