// SPDX-License-Identifier: GPL-2.0
//
// What runs beside the sessions, each in a process of its own, until it is told
// to stop: the table in workers.cc.
//
//   for (const WorkerRow &row : worker_table())
//           for (unsigned cpu = 0; cpu < (row.on_each_cpu ? cpus : 1); cpu++)
//                   start_worker(world, row, cpu);
#pragma once

#include <sys/types.h>

#include <span>
#include <string>
#include <vector>

#include "tests/guest/torture/session.h"

namespace torture {

struct WorkerRow {
	const char *name;
	bool on_each_cpu; // one for each, and bound to it; else one
	bool needs_faults;
	void (*run)(World &world, Random &random);
};

std::span<const WorkerRow> worker_table();

// The workloads of hookbench that can be set up on this kernel, while nothing is attached;
// one that cannot is named on standard output.
std::vector<std::string> workloads_here();

pid_t start_worker(World &world, const WorkerRow &row, unsigned cpu);

} // namespace torture
