// SPDX-License-Identifier: GPL-2.0
//
// Retired branches of every kind: jumps, calls and returns, taken or not.
#include <linux/perf_event.h>

#include "bench/counters/counters.h"
#include "bench/counters/perf_event.h"

namespace bench {

std::unique_ptr<Counter> make_branches(const CounterOptions &)
{
	return std::make_unique<PerfEvent>(PERF_COUNT_HW_BRANCH_INSTRUCTIONS, "perf_event_open: branches");
}

} // namespace bench
