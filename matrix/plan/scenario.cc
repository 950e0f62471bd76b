// SPDX-License-Identifier: GPL-2.0
#include "matrix/plan/scenario.h"

#include <algorithm>
#include <array>

namespace matrix::plan {

namespace {

constexpr std::array rows{
	Scenario{"idle", "no program attached", "", false, 0},
	Scenario{"noop-1", "one no-op program attached, on file_permission", "noop_1.bpf.o", false, 1},
	Scenario{"noop-2", "2 no-op programs attached, all on file_permission", "noop_2.bpf.o", false, 2},
	Scenario{"noop-4", "4 no-op programs attached, all on file_permission", "noop_4.bpf.o", false, 4},
	Scenario{"noop-8", "8 no-op programs attached, all on file_permission", "noop_8.bpf.o", false, 8},
	Scenario{"noop-16", "16 no-op programs attached, all on file_permission", "noop_16.bpf.o", false, 16},
	// As many as a hook takes: BPF_MAX_TRAMP_LINKS.
	Scenario{"noop-38", "38 no-op programs attached, all on file_permission", "noop_38.bpf.o", false, 38},
	Scenario{"noop-all", "a no-op program attached on every hook that takes one", "noop_all.bpf.o", true, 0},
};

} // namespace

std::span<const Scenario> scenario_table() { return rows; }

const Scenario *find_scenario(std::string_view name)
{
	const auto found = std::find_if(rows.begin(), rows.end(), [&](const Scenario &row) { return row.name == name; });

	return found == rows.end() ? nullptr : &*found;
}

std::vector<std::string> with_policy(const Scenario &scenario, std::vector<std::string> command)
{
	if (scenario.policy.empty())
		return command;
	std::vector<std::string> argv{"hookload", "run"};
	if (scenario.skip_missing)
		argv.emplace_back("--skip-missing");
	argv.insert(argv.end(), {"--report", "/results/attach.json", "/policies/" + std::string{scenario.policy}, "--"});
	argv.insert(argv.end(), command.begin(), command.end());
	return argv;
}

} // namespace matrix::plan
