// SPDX-License-Identifier: GPL-2.0
//
// Branches whose target or direction was predicted wrongly.
#include <linux/perf_event.h>

#include "bench/counters/counters.h"
#include "bench/counters/perf_event.h"

namespace bench {

std::unique_ptr<Counter> make_branch_misses(const CounterOptions &)
{
	return std::make_unique<PerfEvent>(PERF_COUNT_HW_BRANCH_MISSES, "perf_event_open: branch-misses");
}

} // namespace bench
