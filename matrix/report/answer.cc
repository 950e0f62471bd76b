// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/answer.h"

#include <algorithm>

#include <fmt/format.h>

#include "matrix/plan/scenario.h"
#include "matrix/report/chapter.h"
#include "matrix/report/dispatch.h"
#include "matrix/report/model.h"
#include "matrix/report/program_price.h"
#include "matrix/report/stacks.h"

namespace matrix::report {

namespace {

struct Named {
	std::string workload;
	compare::Cost cost;
};

std::vector<Named> costs_of(const compare::Comparison &comparison, const compare::Configuration &configuration,
			    const std::string &counter)
{
	std::vector<Named> costs;

	for (const std::string &workload : comparison.workloads()) {
		if (const auto cost = comparison.cost(configuration, workload, counter))
			costs.push_back({.workload = workload, .cost = *cost});
	}
	return costs;
}

// Of counts, those whose samples are equal: what the others have in common is that a
// kernel happened to allocate other memory. Of times, those that are no chance.
std::vector<Named> steady_ones(const compare::Comparison &comparison, const compare::Configuration &configuration, const std::string &counter,
			       std::vector<Named> costs)
{
	std::erase_if(costs, [&](const Named &row) { return comparison.inexact_cost(configuration, row.workload, counter); });
	return costs;
}

std::string amount(const compare::Cost &cost, const std::string &counter)
{
	return fmt::format("{} {} ({})", signed_text(cost.absolute), counter, percent_text(cost.percent));
}

std::string range(const std::vector<Named> &costs, const std::string &counter)
{
	const auto by_absolute = [](const Named &a, const Named &b) { return a.cost.absolute < b.cost.absolute; };
	const auto by_percent = [](const Named &a, const Named &b) { return a.cost.percent < b.cost.percent; };
	const auto [least, most] = std::minmax_element(costs.begin(), costs.end(), by_absolute);
	const auto dearest = std::max_element(costs.begin(), costs.end(), by_percent);

	if (least->cost.absolute == most->cost.absolute)
		return fmt::format("{} {} on every workload", signed_text(least->cost.absolute), counter);
	return fmt::format("from {} {} ({}) to {} ({}), at most {} (on {})", signed_text(least->cost.absolute), counter,
			   least->workload, signed_text(most->cost.absolute), most->workload,
			   percent_text(dearest->cost.percent), dearest->workload);
}

std::string lead(const std::string &scenario)
{
	const plan::Scenario *row = plan::find_scenario(scenario);

	if (row == nullptr)
		return "With the scenario " + scenario;
	return scenario == "idle" ? "Idle" : "With " + std::string{row->description};
}

std::string sentence(const compare::Comparison &comparison, const compare::Configuration &configuration,
		     const std::string &counter)
{
	const std::string name = column_name(comparison, configuration);
	const std::vector<Named> costs = costs_of(comparison, configuration, counter);

	if (costs.empty())
		return fmt::format("{}, {}: nothing was counted that could be compared.", lead(configuration.scenario), name);
	std::string text = fmt::format("{}, {} costs over none{}: ", lead(configuration.scenario), name, compare::kernel_suffix(configuration.variant));
	const std::vector<Named> compared = steady_ones(comparison, configuration, counter, costs);
	const auto head = std::find_if(compared.begin(), compared.end(), [](const Named &row) { return row.workload == headline; });
	if (head != compared.end())
		text += fmt::format("{} on {}; ", amount(head->cost, counter), headline);
	if (compared.empty())
		return text + (comparison.exact() ? "no workload counts exactly." : "no workload differs significantly.");
	return text + fmt::format("over {} workloads {} {}.", compared.size(), comparison.exact() ? "that count exactly" : "that differ significantly",
				  range(compared, counter));
}

} // namespace

std::string headline_counter(const compare::Comparison &comparison)
{
	const auto &cells = comparison.results().cells;
	const auto measured = [&](std::string_view counter) {
		return std::any_of(cells.begin(), cells.end(), [&](const compare::Cell &cell) { return cell.counter == counter && cell.ok(); });
	};

	if (comparison.counters().empty())
		return {};
	for (const std::string_view counter : {"cycles", "nanoseconds"})
		if (!comparison.exact() && measured(counter))
			return std::string{counter};
	return comparison.counters().front();
}

std::vector<std::string> answer(const compare::Comparison &comparison)
{
	std::vector<std::string> sentences;
	const compare::Configuration *none = comparison.baseline();

	if (none != nullptr && comparison.counters().empty())
		return {"There is no answer: events were counted alone, which have a chapter of their own. Put them together with results of counts: hookmatrix "
			"report EVENTS COUNTS."};
	if (none == nullptr)
		return {"There is no answer: these results have no idle boot of none, which everything is compared with. Two other kernels are put side "
			"by side by hookmatrix compare --from CELL --to CELL."};
	const std::string counter = headline_counter(comparison);
	for (const plan::Scenario &scenario : plan::scenario_table()) {
		if (scenario.on_one_hook > 1 || scenario.is_policy())
			continue; // the curve has a sentence of its own, policies a table
		for (const compare::Configuration &configuration : comparison.configurations()) {
			if (configuration.scenario == scenario.name && configuration.variant != "none" + compare::kernel_suffix(configuration.variant) &&
			    is_default_dispatch(comparison, configuration) && !has_policy(configuration))
				sentences.push_back(sentence(comparison, configuration, counter));
		}
	}
	for (std::string &text : stack_sentences(comparison, counter))
		sentences.push_back(std::move(text));
	for (std::string &text : dispatch_sentences(comparison, counter))
		sentences.push_back(std::move(text));
	for (std::string &text : price_sentences(comparison, counter))
		sentences.push_back(std::move(text));
	if (sentences.empty())
		sentences.emplace_back("There is nothing to compare: these results hold none alone.");
	return sentences;
}

std::vector<Block> sentences_chapter(const compare::Comparison &, const Model &model)
{
	return model.answer.empty() ? std::vector<Block>{} : std::vector<Block>{Items{model.answer}};
}

} // namespace matrix::report
