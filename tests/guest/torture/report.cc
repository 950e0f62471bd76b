// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/torture/report.h"

#include <fmt/format.h>

#include <cstring>
#include <nlohmann/json.hpp>

namespace torture {

namespace {

struct NumberRow {
	const char *name;
	Number Counts::*number;
	const char *meaning;
};

constexpr std::array rows{
	NumberRow{"attached", &Counts::attached, "programs attached to a hook, and detached since"},
	NumberRow{"closed", &Counts::closed, "of these, detached by closing the link; the others by the end of a process"},
	NumberRow{"sessions", &Counts::sessions, "loaders that came to their end"},
	NumberRow{"kills", &Counts::kills, "loaders killed at a random moment"},
	NumberRow{"faults", &Counts::faults, "allocations made to fail in a load or an attach"},
	NumberRow{"detach_faults", &Counts::detach_faults, "allocations made to fail while a link was closed"},
	NumberRow{"recoveries", &Counts::recoveries, "the same call succeeded right afterwards"},
	NumberRow{"fail_function", &Counts::armed, "times that should_failslab() was made to fail"},
	NumberRow{"workload_calls", &Counts::workload_calls, "operations of the workloads"},
	NumberRow{"workload_failures", &Counts::workload_failures, "of these, failed"},
	NumberRow{"counted", &Counts::counted, "calls that met a program just as often as it was attached: once or never"},
	NumberRow{"triggers", &Counts::triggers, "hooks triggered by processes that programs refuse"},
	NumberRow{"looks", &Counts::looks, "links that another process looked at"},
	NumberRow{"toggles", &Counts::toggles, "changes of kernel.bpf_stats_enabled"},
	NumberRow{"troubles", &Counts::troubles, "what should not have happened"},
};

std::string errno_name(int error)
{
	if (error == 0)
		return "ok";
	if (error == Counts::no_errno)
		return "other";
	const char *name = ::strerrorname_np(error);
	return name != nullptr ? name : std::to_string(error);
}

template <class Sink> void each_result(const Counts &counts, Call call, Weather weather, Sink sink)
{
	for (std::size_t error = 0; error < Counts::errnos; error++)
		if (const std::uint64_t number = counts.number(call, weather, static_cast<int>(error)); number > 0)
			sink(errno_name(static_cast<int>(error)), number);
}

constexpr std::array all_calls{Call::map_create, Call::prog_load, Call::link_create, Call::object_attach};

} // namespace

std::string progress_line(const Counts &counts, const RunFacts &facts)
{
	return fmt::format("{:>5} s: {} of {} attachments, {} kills, {} faults, {} workload operations, {} troubles\n",
			   facts.seconds, counts.attached.load(), facts.wanted_cycles, counts.kills.load(), counts.faults.load(),
			   counts.workload_calls.load(), counts.troubles.load());
}

std::string summary(const Counts &counts, const Aftermath &after, const RunFacts &facts)
{
	std::string text = fmt::format("seed {}, {} on {}, {} processors, {} hooks, {} seconds\n", facts.seed, facts.mechanism,
				       facts.kernel, facts.cpus, facts.hooks, facts.seconds);

	for (const NumberRow &row : rows)
		text += fmt::format("{:18} {:>10}  {}\n", row.name, (counts.*row.number).load(), row.meaning);
	for (const Call call : all_calls)
		for (const Weather weather : {Weather::fair, Weather::foul}) {
			std::string results;
			each_result(counts, call, weather, [&](const std::string &name, std::uint64_t number) {
				results += fmt::format(" {} {}", name, number);
			});
			if (!results.empty())
				text += fmt::format("{}{}:{}\n", call_name(call),
						    weather == Weather::foul ? " with a fault" : "", results);
		}
	text += fmt::format("afterwards: programs {}, maps {}, links {}; {} hooks, {} not as before; kmemleak {}\n",
			    after.objects.programs, after.objects.maps, after.objects.links, after.hooks, after.busy_hooks,
			    after.leaks.empty() ? "silent" : "speaks");
	if (!facts.faults)
		text += "no faults: this kernel cannot inject them (override-debug can)\n";
	return text + (after.clean ? "torture: clean\n" : "torture: NOT CLEAN\n");
}

nlohmann::json report_json(const Counts &counts, const Aftermath &after, const RunFacts &facts)
{
	nlohmann::json numbers = nlohmann::json::object();
	nlohmann::json results = nlohmann::json::array();

	for (const NumberRow &row : rows)
		numbers[row.name] = (counts.*row.number).load();
	for (const Call call : all_calls)
		for (const Weather weather : {Weather::fair, Weather::foul})
			each_result(counts, call, weather, [&](const std::string &name, std::uint64_t number) {
				results.push_back({{"call", call_name(call)},
						   {"fault", weather == Weather::foul},
						   {"result", name},
						   {"number", number}});
			});
	return {{"schema_version", 1},
		{"seed", facts.seed},
		{"mechanism", facts.mechanism},
		{"kernel", facts.kernel},
		{"cpus", facts.cpus},
		{"hooks", facts.hooks},
		{"seconds", facts.seconds},
		{"wanted_cycles", facts.wanted_cycles},
		{"faults_available", facts.faults},
		{"counts", numbers},
		{"results", results},
		{"afterwards",
		 {{"programs", after.objects.programs},
		  {"maps", after.objects.maps},
		  {"links", after.objects.links},
		  {"hooks", after.hooks},
		  {"hooks_not_as_before", after.busy_hooks},
		  {"leaks", after.leaks}}},
		{"clean", after.clean}};
}

} // namespace torture
