// SPDX-License-Identifier: GPL-2.0
#include "matrix/plan/plan.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <tuple>
#include <utility>

#include <fmt/ranges.h>

#include "bench/counter.h"
#include "bench/workload.h"
#include "matrix/build/variants.h"
#include "matrix/lsm/stack.h"
#include "matrix/plan/scenario.h"
#include "matrix/trace/event.h"

namespace matrix::plan {

namespace {

// The shortest that no boot of the plan has yet.
std::string part_of(PlannedBoot boot, std::set<std::string> &titles)
{
	const bool events = !events_of(boot).empty();
	const std::string workloads = fmt::format("{}{}", events ? "events: " : "", fmt::join(boot.workloads, ", "));
	const std::string all = fmt::format("{}: {}", fmt::join(boot.counters, ", "), fmt::join(boot.workloads, ", "));

	for (const std::string &part : {std::string{}, events ? std::string{"events"} : workloads, workloads}) {
		boot.part = part;
		if (titles.insert(boot.title()).second)
			return part;
	}
	return all;
}

// Events are those of its samples of instructions.
std::vector<std::string> counted_by_hookbench(const PlannedBoot &planned, boot::Accelerator accelerator)
{
	std::vector<std::string> counters = counters_of(planned, accelerator);

	std::erase_if(counters, [](const std::string &counter) { return trace::find_event(counter) != nullptr; });
	if (!events_of(planned).empty() && std::ranges::find(counters, "instructions") == counters.end())
		counters.insert(counters.begin(), "instructions");
	return counters;
}

} // namespace

std::string PlannedBoot::title() const
{
	std::string text = build::kernel_name(variant, dispatch);

	if (stack != "-")
		text += " " + stack;
	text += " " + scenario;
	if (boot > 1)
		text += " #" + std::to_string(boot);
	if (!part.empty())
		text += " (" + part + ")";
	return text;
}

std::vector<PlannedBoot> make_plan(const Set &set)
{
	std::vector<PlannedBoot> boots;
	std::set<std::string> titles;
	std::set<std::tuple<std::string, std::vector<std::string>, std::vector<std::string>, unsigned>> planned;
	unsigned rounds = 0;

	for (const Group &group : set.groups)
		rounds = std::max(rounds, group.boots);
	for (unsigned round = 1; round <= rounds; ++round) {
		for (const Group &group : set.groups) {
			if (round > group.boots)
				continue;
			for (const std::string &stack : group.stacks) {
				for (const std::string &scenario : group.scenarios) {
					PlannedBoot boot{.variant = group.variant, .dispatch = group.dispatch, .stack = stack,
							 .scenario = scenario, .workloads = workloads_of(set, group),
							 .counters = group.counters.empty() ? set.counters : group.counters,
							 .samples = group.samples != 0 ? group.samples : set.samples, .boot = round};
					// Of two groups, or of a set that is included.
					if (!planned.emplace(boot.title(), boot.workloads, boot.counters, boot.samples).second)
						continue;
					boot.part = part_of(boot, titles);
					boots.push_back(std::move(boot));
				}
			}
		}
	}
	return boots;
}

std::vector<std::string> counters_of(const PlannedBoot &planned, boot::Accelerator accelerator)
{
	if (!planned.counters.empty())
		return planned.counters;
	if (accelerator == boot::Accelerator::tcg_icount)
		return {"instructions"};
	std::vector<std::string> all;
	for (const bench::CounterRow &row : bench::counter_table())
		all.emplace_back(row.name);
	return all;
}

std::vector<std::string> events_of(const PlannedBoot &planned)
{
	std::vector<std::string> events;

	for (const std::string &counter : planned.counters)
		if (trace::find_event(counter) != nullptr)
			events.push_back(counter);
	return events;
}

std::vector<std::string> workloads_of(const Set &set, const Group &group)
{
	if (!group.workloads.empty())
		return group.workloads;
	if (!set.workloads.empty())
		return set.workloads;
	return bench::usual_workloads();
}

void add_stack(const Layout &layout, const std::string &stack, boot::GuestJob &job)
{
	const lsm::Stack parsed = lsm::parse_stack(stack);

	for (const std::string &word : parsed.words())
		job.append.push_back(word);
	for (const lsm::Policy *policy : parsed.policies()) {
		std::istringstream names{std::string{policy->files}};
		for (std::string name; names >> name;)
			job.files.push_back({.host = layout.lsm_policies() / name, .guest = std::string{lsm::guest_folder} + name});
	}
	job.argv = parsed.loading(std::move(job.argv));
}

boot::GuestJob guest_job(const Layout &layout, const Set &set, const PlannedBoot &planned, boot::Accelerator accelerator)
{
	const Scenario *scenario = find_scenario(planned.scenario);
	std::vector<std::string> command{"hookbench", "run", "--output", "/results/bench.json"};

	if (accelerator == boot::Accelerator::tcg_icount)
		command.emplace_back("--icount");
	if (planned.samples != 0)
		command.insert(command.end(), {"--samples", std::to_string(planned.samples)});
	for (const std::string &counter : counted_by_hookbench(planned, accelerator))
		command.insert(command.end(), {"--counter", counter});
	command.insert(command.end(), planned.workloads.begin(), planned.workloads.end());

	command = lsm::parse_stack(planned.stack).entering(std::move(command));
	boot::GuestJob job;
	job.kernel = layout.kernel_dir(build::kernel_name(planned.variant, planned.dispatch)) / "bzImage";
	job.argv = scenario == nullptr ? command : with_policy(*scenario, command);
	job.memory_mib = set.memory_mib;
	job.accelerator = accelerator;
	job.timeout = std::chrono::seconds{set.timeout_seconds};
	if (!events_of(planned).empty() && accelerator == boot::Accelerator::tcg_icount) {
		// What the plugin writes is told where the boot is done.
		job.plugin = layout.host_files() / "window_plugin.so";
		job.silence = job.timeout;
	}
	add_stack(layout, planned.stack, job);
	// Megabytes that other boots need not unpack.
	const auto is_of_perf = [](const std::string &name) { return bench::find_workload(name)->pace.by_name; };
	if (std::ranges::any_of(planned.workloads, is_of_perf) && std::filesystem::exists(layout.perf()))
		job.files.push_back({.host = layout.perf(), .guest = "/bin/perf"});
	return job;
}

} // namespace matrix::plan
