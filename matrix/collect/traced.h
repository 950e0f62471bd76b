// SPDX-License-Identifier: GPL-2.0
//
// Events of a boot: the guest is run with the plugin, and what it wrote becomes
// rows in hookbench's results, as if hookbench had counted them.
//
//   auto report = collect::run_traced(planned, job, runner);
//   report->files["bench.json"];   // with a row for each workload and event
#pragma once

#include "matrix/collect/runner.h"
#include "matrix/plan/plan.h"

namespace matrix::collect {

// Runs the job as it is where the boot counts no event. A trace that cannot be read
// is a failed row with its reason for each workload and event; where events cannot
// be counted (KVM), or hookbench skipped the workload, it is a skipped one.
base::Result<boot::GuestReport> run_traced(const plan::PlannedBoot &planned, const boot::GuestJob &job, GuestRunner &runner);

} // namespace matrix::collect
