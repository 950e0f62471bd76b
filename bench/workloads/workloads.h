// SPDX-License-Identifier: GPL-2.0
//
// The makers of the workloads and what their files share. Included by those
// files and by the table, by nothing else.
//
//   std::unique_ptr<Workload> make_pipe() { return std::make_unique<Pipe>(); }
//   // inside set_up():
//   if (::pipe2(fds, O_CLOEXEC) != 0)
//           return set_up_failed("create a pipe");
//   return try_once(*this, "mount a tmpfs"); // may not be permitted here
#pragma once

#include <cerrno>
#include <string>

#include "bench/workload.h"
#include "loader/base/fd.h"

namespace bench {

#define WORKLOAD(name, pace, operation, hooks) std::unique_ptr<Workload> make_##name();
#include "bench/workloads/workloads.def"
#undef WORKLOAD

// From errno. What this kernel has not got or does not permit is `not_here`.
tl::unexpected<base::Error> set_up_failed(std::string action, std::string object = {});

// One operation whose failure is one of set_up().
base::Result<void> try_once(Workload &workload, std::string action);

} // namespace bench
