// SPDX-License-Identifier: GPL-2.0
//
// The context of a file of results: what a reader needs to judge them. Of what is timed,
// the machine is looked at before the first sample: the load is then that of others.
//
//   bench::Session session{options};
//   nlohmann::json results = measure_all();
//   nlohmann::json context = session.context(results);
#pragma once

#include <chrono>

#include <nlohmann/json.hpp>

#include "bench/runner.h"

namespace bench {

class Session {
public:
	explicit Session(const RunOptions &options);

	// After the last of them.
	[[nodiscard]] nlohmann::json context(const nlohmann::json &results) const;

private:
	RunOptions options_;
	std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
	int cpu_ = -1;
	unsigned long long interrupts_ = 0;
	nlohmann::json timed_; // empty where instructions are counted
};

// What the results say of the processes that were measured: did they stay on one CPU,
// were their addresses the same ones?
nlohmann::json conditions_of_processes(const nlohmann::json &results);

} // namespace bench
