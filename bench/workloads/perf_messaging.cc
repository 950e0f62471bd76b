// SPDX-License-Identifier: GPL-2.0
//
// Socket pairs between 40 processes, which are made and waited for.
#include "bench/perf_bench.h"
#include "bench/workloads/workloads.h"

namespace bench {

std::unique_ptr<Workload> make_perf_messaging() { return std::make_unique<PerfBench>(PerfBench::Words{"sched", "messaging", "-g", "1", "-l", "10"}); }

} // namespace bench
