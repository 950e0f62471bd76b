// SPDX-License-Identifier: GPL-2.0
//
// The control: no hook is in its loop.
#include "bench/perf_bench.h"
#include "bench/workloads/workloads.h"

namespace bench {

std::unique_ptr<Workload> make_perf_syscall() { return std::make_unique<PerfBench>(PerfBench::Words{"syscall", "basic", "-l", "10000"}); }

} // namespace bench
