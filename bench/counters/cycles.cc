// SPDX-License-Identifier: GPL-2.0
//
// Core clock cycles. They follow the frequency of the core, unlike reference cycles.
#include <linux/perf_event.h>

#include "bench/counters/counters.h"
#include "bench/counters/perf_event.h"

namespace bench {

std::unique_ptr<Counter> make_cycles(const CounterOptions &)
{
	return std::make_unique<PerfEvent>(PERF_COUNT_HW_CPU_CYCLES, "perf_event_open: cycles");
}

} // namespace bench
