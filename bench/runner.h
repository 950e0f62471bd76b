// SPDX-License-Identifier: GPL-2.0
//
// Runs one workload with one counter in a process of its own: the program
// executes itself with a hidden argument, without address space randomisation,
// and the child writes its result as JSON into a pipe. A child that dies is a
// failed result with the reason, and the next workload runs all the same.
//
//   bench::Runner runner{"/proc/self/exe", {.icount = true, .samples = 0}};
//   nlohmann::json all = runner.run({"pipe", "stat"});   // an empty list: every workload
//   // in the child:
//   return bench::run_cell(arguments, 3);
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "bench/sampler.h"

namespace bench {

inline constexpr int results_schema_version = 1;
inline constexpr std::string_view cell_argument = "--cell";

struct RunOptions {
	bool icount = false;
	unsigned samples = 0; // 0: as many as each workload's row says
};

class Runner {
public:
	Runner(std::string program, RunOptions options) : program_(std::move(program)), options_(options) {}

	// The whole of the result file. An empty list stands for the whole table.
	[[nodiscard]] nlohmann::json run(const std::vector<std::string> &workloads,
					 const std::vector<std::string> &counters = {}) const;

	// One element of its "results".
	[[nodiscard]] nlohmann::json run_cell(const WorkloadRow &workload, const CounterRow &counter) const;

private:
	std::string program_;
	RunOptions options_;
};

// The child's side: WORKLOAD COUNTER ICOUNT SAMPLES; returns the exit status.
int run_cell(const std::vector<std::string> &arguments, int result_fd);

nlohmann::json to_json(const WorkloadRow &workload, const CounterRow &counter, const Measurement &measurement);

// As /proc/cpuinfo calls it, or "unknown".
std::string cpu_model();

// Counts as integers, means of batches as fractions.
nlohmann::json number(double value);

} // namespace bench
