// SPDX-License-Identifier: GPL-2.0
//
// The makers of the workloads and what their files share. Included by those
// files and by the table, by nothing else.
//
//   std::unique_ptr<Workload> make_pipe() { return std::make_unique<Pipe>(); }
#pragma once

#include "bench/set_up.h"
#include "bench/workload.h"
#include "loader/base/fd.h"

namespace bench {

#define WORKLOAD(name, pace, operation, hooks) std::unique_ptr<Workload> make_##name();
#include "bench/workloads/workloads.def"
#undef WORKLOAD

} // namespace bench
