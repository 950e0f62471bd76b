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
	// Policies of loader/bpf/ that let the workloads do what they do.
	Scenario{"audit", "audit attached, with nobody reading its events", "audit.bpf.o", false, 0},
	Scenario{"deny-wx", "deny_wx attached", "deny_wx.bpf.o", false, 0},
	Scenario{"protect-paths", "protect_paths attached, for /etc", "protect_paths.bpf.o", false, 0, "protect_paths.toml"},
	Scenario{"allow-exec", "allow_exec attached, for /bin and /dev/shm", "allow_exec.bpf.o", false, 0, "allow_exec.toml"},
	Scenario{"restrict-filesystems", "restrict_filesystems attached, for all processes", "restrict_filesystems.bpf.o", false, 0,
		 "restrict_filesystems.toml"},
	Scenario{"allow-connect", "allow_connect attached, for all processes", "allow_connect.bpf.o", false, 0, "allow_connect.toml"},
	Scenario{"protect-processes", "protect_processes attached, for one executable", "protect_processes.bpf.o", false, 0,
		 "protect_processes.toml"},
	Scenario{"lock-kernel", "lock_kernel attached", "lock_kernel.bpf.o", false, 0},
	Scenario{"restrict-mounts", "restrict_mounts attached, which lets a tmpfs come and go", "restrict_mounts.bpf.o", false, 0,
		 "restrict_mounts.toml"},
	Scenario{"seccomp-wx", "a filter of seccomp that says what deny_wx says of new memory", "", false, 0, {}, "deny-wx"},
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
	if (!scenario.filter.empty())
		command.insert(command.begin(), {"hooklsm", "filter", std::string{scenario.filter}, "--"});
	if (scenario.policy.empty())
		return command;
	std::vector<std::string> argv{"hookload", "run"};
	if (scenario.skip_missing)
		argv.emplace_back("--skip-missing");
	if (!scenario.parameters.empty())
		argv.insert(argv.end(), {"--params", "/policies/" + std::string{scenario.parameters}});
	argv.insert(argv.end(), {"--report", "/results/attach.json", "/policies/" + std::string{scenario.policy}, "--"});
	argv.insert(argv.end(), command.begin(), command.end());
	return argv;
}

} // namespace matrix::plan
