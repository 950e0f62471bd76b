// SPDX-License-Identifier: GPL-2.0
//
// Workloads: a row in bench/workloads/workloads.def and a file beside it. A
// workload sets up once, in a process of its own, and then does one operation
// each time it is asked; only the operation is counted.
//
//   const bench::WorkloadRow *row = bench::find_workload("pipe");
//   std::unique_ptr<bench::Workload> pipe = row->make();
//   if (auto ready = pipe->set_up(); !ready) return tl::unexpected(ready.error());
//   if (!pipe->once()) report(errno);
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"

namespace bench {

class Workload {
public:
	Workload() = default;
	Workload(const Workload &) = delete;
	Workload &operator=(const Workload &) = delete;
	virtual ~Workload() = default;

	// An error whose id is `not_here` says that the machine has not got what the
	// workload is about, or does not permit it: the workload is skipped then. So it
	// is when the first operation fails like that.
	virtual base::Result<void> set_up() { return {}; }

	// One operation. False with errno set when it did not succeed. Allocates
	// nothing and writes nothing but what the operation is about.
	virtual bool once() noexcept = 0;
};

inline constexpr std::string_view not_here = "workload-not-here";

struct Pace {
	unsigned samples;  // how many are taken by default
	unsigned warm_ups; // operations before the first sample
	unsigned batch;    // operations per sample with a counter that is costly to read
	unsigned rest_us;  // slept before each sample: see sampler.h
	bool by_name = false; // long: done only where it is named
	bool by_place = false; // it counts the same in each sample of a boot, and another figure where objects lie elsewhere: never exact
};

struct WorkloadRow {
	std::string_view name;
	std::string_view operation; // what exactly is counted
	std::string_view hooks;     // the LSM hooks it is meant to cross
	Pace pace;
	std::unique_ptr<Workload> (*make)();
};

std::span<const WorkloadRow> workload_table();

// For command lines other than hookbench's.
inline std::vector<std::string> workload_names()
{
	std::vector<std::string> names;

	for (const WorkloadRow &row : workload_table())
		names.emplace_back(row.name);
	return names;
}

// Those that are done where none is named: without `by_name`.
std::vector<std::string> usual_workloads();

// nullptr when there is no such row.
const WorkloadRow *find_workload(std::string_view name);

} // namespace bench
