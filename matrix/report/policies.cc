// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/policies.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "matrix/plan/scenario.h"
#include "matrix/report/chapter.h"

namespace matrix::report {

namespace {

using compare::Comparison;
using compare::Configuration;

// Kernels with at least one policy, as their idle configurations.
std::vector<Configuration> kernels_of(const Comparison &comparison)
{
	std::vector<Configuration> kernels;

	for (Configuration configuration : comparison.configurations()) {
		const plan::Scenario *scenario = plan::find_scenario(configuration.scenario);
		if (scenario == nullptr || !scenario->is_policy())
			continue;
		configuration.scenario = "idle";
		if (std::find(kernels.begin(), kernels.end(), configuration) == kernels.end())
			kernels.push_back(configuration);
	}
	return kernels;
}

// Two kernels differ by some instructions through the memory that they happen to
// allocate; a call of the smallest program is more than that.
constexpr double least_instructions = 30;

struct PolicyCost {
	std::string text;
	bool something = false; // it is known to add something
	bool unclear = false;   // it is not exact
};

PolicyCost policy_cost(const Comparison &comparison, const Configuration &attached, const std::string &workload, const std::string &counter)
{
	const auto added = comparison.added(attached, workload, counter);

	if (!added)
		return {nothing, false, false};
	if (comparison.inexact_added(attached, workload, counter))
		return {nothing, false, true};
	return {signed_text(*added), *added > 0 && (counter != "instructions" || *added >= least_instructions), false};
}

// Empty where the policy adds nothing on any kernel, or nothing that is clear.
std::vector<std::string> costs(const Comparison &comparison, const std::vector<Configuration> &kernels, std::string_view policy,
			       const std::string &workload, const std::string &counter, bool &unclear)
{
	std::vector<std::string> row;
	bool any = false;

	for (Configuration kernel : kernels) {
		kernel.scenario = policy;
		PolicyCost cost = policy_cost(comparison, kernel, workload, counter);
		any = any || cost.something;
		unclear = unclear || cost.unclear;
		row.push_back(std::move(cost.text));
	}
	return any ? row : std::vector<std::string>{};
}

} // namespace

std::optional<Table> policy_table(const Comparison &comparison, const std::string &counter)
{
	const std::vector<Configuration> kernels = kernels_of(comparison);
	Table table{.id = "policies-" + counter, .title = "Policies", .unit = counter + "/op",
		    .notes = {fmt::format("What a policy adds to an operation: attached less idle of the same kernel. A workload that is not in a "
					  "policy's rows costs nothing more, or less than a call of a program. {}: it is {}, or was not "
					  "counted.", nothing, why_marked(comparison))},
		    .head = {"policy", "workload"}, .rows = {}, .plot = {}, .keys = 2, .fixed = 2};

	for (const Configuration &kernel : kernels)
		table.head.push_back(column_name(comparison, kernel));
	std::vector<std::string> untold; // workloads of which at least one policy's cost cannot be told
	for (const plan::Scenario &scenario : plan::scenario_table()) {
		if (!scenario.is_policy())
			continue;
		for (const std::string &workload : comparison.workloads()) {
			bool unclear = false;
			std::vector<std::string> row = costs(comparison, kernels, scenario.name, workload, counter, unclear);
			if (unclear && std::find(untold.begin(), untold.end(), workload) == untold.end())
				untold.push_back(workload);
			if (row.empty())
				continue;
			row.insert(row.begin(), {std::string{scenario.name}, workload});
			table.rows.push_back(std::move(row));
		}
	}
	if (!untold.empty())
		table.notes.push_back(fmt::format("{}, so that nothing is told of what a policy adds: {}. "
						  "That a policy has no row there does not say that it costs nothing.",
						  comparison.exact() ? "Not exact" : "Not significant", fmt::join(untold, ", ")));
	return table.rows.empty() ? std::nullopt : std::optional{std::move(table)};
}

std::vector<Block> policies_chapter(const Comparison &comparison, const Model &)
{
	std::vector<Block> blocks;

	for (const std::string &counter : comparison.counters())
		if (auto table = policy_table(comparison, counter))
			blocks.emplace_back(std::move(*table));
	return blocks;
}

} // namespace matrix::report
