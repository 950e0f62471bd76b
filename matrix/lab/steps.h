// SPDX-License-Identifier: GPL-2.0
//
// What a mechanism's instructions do, counted as those of a kernel are
// (matrix/trace/events.h): a child runs its sequence step by step.
//
//   auto events = lab::count_events(*lab::find_mechanism("list_retpoline_2"));
//   if (events) use(events->at("retpolines"));   // 2
//   else puts(events.error().reason.c_str());    // ptrace-refused
#pragma once

#include <map>
#include <string>

#include "loader/base/result.h"
#include "matrix/lab/mechanism.h"

namespace matrix::lab {

using Events = std::map<std::string, double>; // of one execution, by the names of trace::event_table()

// Fails with `ptrace-refused` where a process may not follow its child.
base::Result<Events> count_events(const Mechanism &mechanism);

} // namespace matrix::lab
