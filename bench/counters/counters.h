// SPDX-License-Identifier: GPL-2.0
//
// The makers of the counters. Included by their files and by the table, by
// nothing else.
//
//   std::unique_ptr<Counter> make_cycles(const CounterOptions &)
//   {
//           return std::make_unique<PerfEvent>(PERF_COUNT_HW_CPU_CYCLES, "cycles");
//   }
#pragma once

#include "bench/counter.h"

namespace bench {

std::unique_ptr<Counter> make_instructions(const CounterOptions &options);
std::unique_ptr<Counter> make_cycles(const CounterOptions &options);
std::unique_ptr<Counter> make_branches(const CounterOptions &options);
std::unique_ptr<Counter> make_branch_misses(const CounterOptions &options);
std::unique_ptr<Counter> make_nanoseconds(const CounterOptions &options);

} // namespace bench
