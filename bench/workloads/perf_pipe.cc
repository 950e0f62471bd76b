// SPDX-License-Identifier: GPL-2.0
//
// Beside pipe_switch, of another harness.
#include "bench/perf_bench.h"
#include "bench/workloads/workloads.h"

namespace bench {

std::unique_ptr<Workload> make_perf_pipe() { return std::make_unique<PerfBench>(PerfBench::Words{"sched", "pipe", "-l", "1000"}); }

} // namespace bench
