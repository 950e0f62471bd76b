// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/dispatch.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "matrix/plan/scenario.h"
#include "matrix/report/answer.h"
#include "matrix/report/chapter.h"

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
	return fmt::format("{} {} {}: of {} workloads that count exactly the least cost has {} (equal ones count for each).{}", group.front()->variant,
			   group.front()->stack, group.front()->scenario, result.workloads, fmt::join(words, ", "),
			   on_headline(comparison, group, counter));
}

// The kernels of one stack in one scenario beside each other: a column for each dispatch, and
// the other policy kernel, which has no stack, before them.
struct Group {
	std::string scenario;
	std::string stack;
	Rivals rows;
};

std::vector<Group> groups_of(const Comparison &comparison)
{
	std::vector<Group> groups;

	for (const plan::Scenario &scenario : plan::scenario_table())
		for (const Rivals &rivals : rivals_of(comparison)) {
			const Configuration &first = *rivals.front();
			if (first.scenario != scenario.name)
				continue;
			Group group{.scenario = first.scenario, .stack = first.stack, .rows = {}};
			for (const Configuration &other : comparison.configurations())
				if (other.variant == "override" + compare::kernel_suffix(first.variant) && other.stack == "-" && other.scenario == first.scenario)
					group.rows.push_back(&other);
			group.rows.insert(group.rows.end(), rivals.begin(), rivals.end());
			groups.push_back(std::move(group));
		}
	return groups;
}

// One that stands alone with the first dispatch is among the costs over none.
bool is_news(const Comparison &comparison, const Group &group)
{
	return !std::all_of(group.rows.begin(), group.rows.end(), [&](const Configuration *row) { return is_default_dispatch(comparison, *row); });
}

// Without rows. The columns need not say what is the same in all of them.
Table group_table(const Group &group, const std::string &kind, const std::string &title, const std::string &counter)
{
	Table table{.id = fmt::format("{}-{}-{}-{}", kind, group.scenario, group.stack, counter),
		    .title = fmt::format("{}: {} {}", title, group.rows.back()->variant, group.stack), .unit = counter + "/op", .notes = {},
		    .head = {"workload"}, .rows = {}, .plot = {}, .counter = counter, .cells = {std::nullopt}};

	for (const Configuration *row : group.rows) {
		table.head.push_back(row->variant == group.rows.back()->variant ? row->dispatch : row->variant);
		table.cells.emplace_back(*row);
	}
	return table;
}

Table group_cost_table(const Comparison &comparison, const Group &group, const std::string &counter)
{
	Table table = group_table(group, "cost", group.scenario, counter);

	for (const std::string &workload : comparison.workloads()) {
		std::vector<std::string> row{workload};
		for (const Configuration *one : group.rows) {
			const auto cost = comparison.cost(*one, workload, counter);
			row.push_back(cost ? marked(signed_text(cost->absolute), comparison.inexact_cost(*one, workload, counter)) : nothing);
		}
		table.rows.push_back(std::move(row));
	}
	return table;
}

// What one program adds on every kernel: the road and the trampoline together.
Table group_added_table(const Comparison &comparison, const Group &group, const std::string &counter)
{
	Table table = group_table(group, "added", "One program more", counter);

	for (const std::string &workload : comparison.workloads()) {
		std::vector<std::string> row{workload};
		for (const Configuration *one : group.rows) {
			const auto added = comparison.added(*one, workload, counter);
			row.push_back(added ? marked(signed_text(*added), comparison.inexact_added(*one, workload, counter)) : nothing);
		}
		table.rows.push_back(std::move(row));
	}
	return table;
}

} // namespace

std::vector<std::string> dispatch_sentences(const Comparison &comparison, const std::string &counter)
{
	std::vector<std::string> sentences;

	// Of times the least of them is often the luckiest one: they are tested against none, not among each other.
	if (!comparison.exact())
		return sentences;
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

	if (comparison.baseline() == nullptr)
		return tables;
	for (const std::string &counter : comparison.counters()) {
		const std::size_t before = tables.size();
		for (const Group &group : groups_of(comparison))
			if (is_news(comparison, group))
				tables.push_back(group_cost_table(comparison, group, counter));
		// The answer has the sentences of its counter.
		if (counter != headline_counter(comparison) && before != tables.size())
			tables[before].notes = dispatch_sentences(comparison, counter);
		for (const Group &group : groups_of(comparison))
			if (group.scenario == "noop-1")
				tables.push_back(group_added_table(comparison, group, counter));
	}
	return tables;
}

std::vector<Block> dispatch_chapter(const Comparison &comparison, const Model &)
{
	std::vector<Block> blocks = blocks_of(dispatch_tables(comparison));

	if (!blocks.empty())
		blocks.insert(blocks.begin(), Paragraph{"What each kernel costs over none, the kernels of a stack and a scenario beside each other; their medians "
							"are in matrix.csv. Then what one no-op program on file_permission adds: attached less idle of the "
							"same kernel."});
	return blocks;
}

} // namespace matrix::report
