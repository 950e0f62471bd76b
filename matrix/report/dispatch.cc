// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/dispatch.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "matrix/plan/scenario.h"
#include "matrix/report/answer.h"

namespace matrix::report {

namespace {

using compare::Comparison;
using compare::Configuration;

// The points of the curve and policies have tables of their own.
bool is_shown(const Configuration &configuration)
{
	const plan::Scenario *row = plan::find_scenario(configuration.scenario);

	return row == nullptr || (row->on_one_hook <= 1 && !row->is_policy());
}

// The variants with several dispatches, by name.
std::set<std::string> with_dispatches(const Comparison &comparison)
{
	std::map<std::string, std::set<std::string>> dispatches;
	std::set<std::string> names;

	for (const Configuration &row : comparison.configurations())
		dispatches[row.variant].insert(row.dispatch);
	for (const auto &[variant, found] : dispatches)
		if (found.size() > 1)
			names.insert(variant);
	return names;
}

// Those that were counted alike but for their dispatch.
using Rivals = std::vector<const Configuration *>;

std::vector<Rivals> rivals_of(const Comparison &comparison)
{
	const std::set<std::string> variants = with_dispatches(comparison);
	std::vector<Rivals> groups;

	for (const Configuration &row : comparison.configurations()) {
		if (variants.count(row.variant) == 0 || !is_shown(row))
			continue;
		const auto same = std::find_if(groups.begin(), groups.end(), [&](const Rivals &group) {
			return group.front()->variant == row.variant && group.front()->stack == row.stack &&
			       group.front()->scenario == row.scenario;
		});
		if (same == groups.end())
			groups.push_back({&row});
		else
			same->push_back(&row);
	}
	return groups;
}

// Samples that differ within a boot have several modes, and which of them is the
// median says nothing of a dispatch.
bool is_steady(const Comparison &comparison, const Rivals &group, const std::string &workload, const std::string &counter)
{
	return std::all_of(group.begin(), group.end(), [&](const Configuration *row) {
		return !comparison.inexact(*row, workload, counter);
	});
}

// On how many workloads each of them costs least, of those on which all were counted
// and whose counts do not differ.
struct Score {
	std::map<std::string, unsigned> best; // by dispatch
	unsigned workloads = 0;
};

Score score(const Comparison &comparison, const Rivals &group, const std::string &counter)
{
	Score score;

	for (const std::string &workload : comparison.workloads()) {
		std::vector<double> costs;
		for (const Configuration *row : group)
			if (const auto cost = comparison.cost(*row, workload, counter))
				costs.push_back(cost->absolute);
		if (costs.size() != group.size() || !is_steady(comparison, group, workload, counter))
			continue;
		++score.workloads;
		const double least = *std::min_element(costs.begin(), costs.end());
		for (std::size_t i = 0; i < group.size(); ++i)
			score.best[group[i]->dispatch] += costs[i] <= least;
	}
	return score;
}

// " On eventfd_write: jump-table +20, list +24, …", the cheapest first.
std::string on_headline(const Comparison &comparison, const Rivals &group, const std::string &counter)
{
	std::vector<std::pair<double, std::string>> costs;
	std::vector<std::string> words;

	for (const Configuration *row : group)
		if (const auto cost = comparison.cost(*row, headline, counter); cost && !comparison.inexact_cost(*row, headline, counter))
			costs.emplace_back(cost->absolute, row->dispatch);
	std::stable_sort(costs.begin(), costs.end(), [](const auto &one, const auto &other) { return one.first < other.first; });
	for (const auto &[cost, dispatch] : costs)
		words.push_back(fmt::format("{} {}", dispatch, signed_text(cost)));
	return words.empty() ? "" : fmt::format(" Over none on {}: {}.", headline, fmt::join(words, ", "));
}

std::string sentence(const Comparison &comparison, const Rivals &group, const std::string &counter)
{
	const Score result = score(comparison, group, counter);
	std::vector<std::pair<unsigned, std::string>> ranks;
	std::vector<std::string> words;

	for (const auto &[dispatch, best] : result.best)
		if (best > 0)
			ranks.emplace_back(best, dispatch);
	std::stable_sort(ranks.begin(), ranks.end(), [](const auto &one, const auto &other) { return one.first > other.first; });
	for (const auto &[best, dispatch] : ranks)
		words.push_back(fmt::format("{} on {}", dispatch, best));
	if (words.empty())
		return {};
	return fmt::format("{} {} {}: of {} workloads with equal samples the least cost has {} (equal ones count for each).{}", group.front()->variant,
			   group.front()->stack, group.front()->scenario, result.workloads, fmt::join(words, ", "),
			   on_headline(comparison, group, counter));
}

std::vector<std::string> row_of(const Comparison &comparison, const Configuration &configuration, const std::string &counter)
{
	std::vector<std::string> row{configuration.variant, configuration.dispatch, configuration.stack, configuration.scenario};

	for (const std::string &workload : comparison.workloads()) {
		const auto cost = comparison.cost(configuration, workload, counter);
		row.push_back(cost ? marked(signed_text(cost->absolute), comparison.inexact_cost(configuration, workload, counter)) : nothing);
	}
	return row;
}

// What one program adds on every kernel: the road and the trampoline together.
Table added_table(const Comparison &comparison, const std::string &counter)
{
	Table table{.id = "one-program-each-" + counter, .title = "One program, on each kernel", .unit = counter + "/op",
		    .notes = {"What one no-op program on file_permission adds: attached less idle of the same kernel."},
		    .head = {"variant", "dispatch", "stack"}, .rows = {}, .plot = {}};

	table.head.insert(table.head.end(), comparison.workloads().begin(), comparison.workloads().end());
	for (const Configuration &configuration : comparison.configurations()) {
		if (configuration.scenario != "noop-1")
			continue;
		std::vector<std::string> row{configuration.variant, configuration.dispatch, configuration.stack};
		for (const std::string &workload : comparison.workloads()) {
			const auto added = comparison.added(configuration, workload, counter);
			row.push_back(added ? marked(signed_text(*added), comparison.inexact_added(configuration, workload, counter)) : nothing);
		}
		table.rows.push_back(std::move(row));
	}
	return table;
}

} // namespace

std::vector<std::string> dispatch_sentences(const Comparison &comparison, const std::string &counter)
{
	std::vector<std::string> sentences;

	for (const Rivals &group : rivals_of(comparison)) {
		if (group.size() < 3)
			continue;
		if (std::string text = sentence(comparison, group, counter); !text.empty())
			sentences.push_back(std::move(text));
	}
	return sentences;
}

std::vector<Table> dispatch_tables(const Comparison &comparison)
{
	std::vector<Table> tables;
	const Configuration *none = comparison.baseline();

	if (with_dispatches(comparison).empty() || none == nullptr)
		return tables;
	for (const std::string &counter : comparison.counters()) {
		Table table{.id = "dispatch-" + counter, .title = "What the choice of dispatch is worth", .unit = counter + "/op",
			    .notes = {}, .head = {"variant", "dispatch", "stack", "scenario"},
			    .rows = {}, .plot = {}};
		// The answer has the sentences of the first counter.
		if (counter != comparison.counters().front())
			table.notes = dispatch_sentences(comparison, counter);
		table.notes.emplace_back("What each kernel costs over none, the kernels of a scenario below each other. Their medians are in matrix.csv.");
		table.head.insert(table.head.end(), comparison.workloads().begin(), comparison.workloads().end());
		for (const plan::Scenario &scenario : plan::scenario_table())
			for (const Configuration &row : comparison.configurations())
				if (row.scenario == scenario.name && is_shown(row) && !(row == *none))
					table.rows.push_back(row_of(comparison, row, counter));
		if (!table.rows.empty())
			tables.push_back(std::move(table));
		if (Table added = added_table(comparison, counter); !added.rows.empty())
			tables.push_back(std::move(added));
	}
	return tables;
}

} // namespace matrix::report
