// SPDX-License-Identifier: GPL-2.0
//
// The table of scenarios: what is attached while the workloads run. A new one
// is one row here and, where it attaches something, one policy in loader/bpf/, with its
// parameters in matrix/params/.
//
//   const plan::Scenario *scenario = plan::find_scenario("noop-1");
//   std::vector<std::string> argv = plan::with_policy(*scenario, {"hookbench", "run"});
//   // hookload run --report /results/attach.json /policies/noop_1.bpf.o -- hookbench run
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace matrix::plan {

struct Scenario {
	std::string_view name;
	std::string_view description; // follows "with ": "no program attached"
	std::string_view policy;      // file in the guest's /policies; empty: nothing is attached
	bool skip_missing;            // hooks that this kernel lacks are left out, and reported
	unsigned on_one_hook;         // programs, all on file_permission: a point of the curve; 0: none of its points
	std::string_view parameters = {}; // file in the guest's /policies, of matrix/params/
	std::string_view filter = {};     // of seccomp, around the command (hooklsm)

	// Says it what processes may do, or is it there to be counted?
	[[nodiscard]] constexpr bool is_policy() const
	{
		return !filter.empty() || (!policy.empty() && on_one_hook == 0 && !skip_missing);
	}
};

std::span<const Scenario> scenario_table();

// nullptr when there is no such row.
const Scenario *find_scenario(std::string_view name);

// The guest's command with the scenario's policy around it.
std::vector<std::string> with_policy(const Scenario &scenario, std::vector<std::string> command);

} // namespace matrix::plan
