// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/opening.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "matrix/report/answer.h"
#include "matrix/report/chapter.h"
#include "matrix/report/roads.h"
#include "matrix/report/section.h"

namespace matrix::report {

namespace {

using compare::Comparison;
using compare::Configuration;
using compare::Cost;

// The least that shows files, names, memory and sockets.
constexpr std::array<std::string_view, 6> charted{headline, "pipe", "open_close", "stat", "mprotect", "socketpair"};

// Behind the name of that configuration.
constexpr const char *mainline_called = ", mainline as it is,";

// Nothing where it is not exact, or not significant: no sentence is made of a mode or of chance.
std::optional<Cost> headline_cost(const Comparison &comparison, const Configuration *configuration, const std::string &counter)
{
	if (configuration == nullptr || comparison.inexact_cost(*configuration, headline, counter))
		return std::nullopt;
	return comparison.cost(*configuration, headline, counter);
}

// The dearest of those that are exact: the others differ by memory that was allocated.
struct Dearest {
	std::string workload;
	Cost cost;
	std::size_t compared = 0; // exact
	std::size_t all = 0;
};

std::optional<Dearest> dearest(const Comparison &comparison, const Configuration &configuration, const std::string &counter)
{
	Dearest most;

	for (const std::string &workload : comparison.workloads()) {
		const auto cost = comparison.cost(configuration, workload, counter);
		if (!cost)
			continue;
		++most.all;
		if (comparison.inexact_cost(configuration, workload, counter))
			continue;
		if (++most.compared != 1 && cost->percent <= most.cost.percent)
			continue;
		most.workload = workload;
		most.cost = *cost;
	}
	return most.compared == 0 ? std::nullopt : std::optional{most};
}

std::string cost_text(const Comparison &comparison, const Configuration *configuration, const std::string &counter, const char *called)
{
	const auto cost = headline_cost(comparison, configuration, counter);
	const auto most = cost ? dearest(comparison, *configuration, counter) : std::nullopt;

	if (!most)
		return {};
	return fmt::format("{}{} costs {} {} ({}) on {} and at most {} ({}) on any of {} workloads that {}", column_name(comparison, *configuration), called,
			   signed_text(cost->absolute), counter, percent_text(cost->percent), headline, percent_text(most->cost.percent), most->workload, most->compared,
			   comparison.exact() ? "count exactly" : "differ significantly") +
	       (most->compared == most->all ? "" : fmt::format(" (of {})", most->all));
}

std::string idle_sentence(const Comparison &comparison, const Roads &roads, const std::string &counter)
{
	std::vector<std::string> costs{cost_text(comparison, roads.hooks.idle, counter, ""), cost_text(comparison, roads.lsm.idle, counter, ""),
				       cost_text(comparison, roads.mainline.idle, counter, mainline_called)};

	std::erase(costs, "");
	return costs.empty() ? "" : fmt::format("With no program attached, over a kernel with neither road, {}.", fmt::join(costs, "; "));
}

std::optional<double> added(const Comparison &comparison, const Configuration *configuration, const std::string &counter)
{
	if (configuration == nullptr || comparison.inexact_added(*configuration, headline, counter))
		return std::nullopt;
	return comparison.added(*configuration, headline, counter);
}

std::string attached_sentence(const Comparison &comparison, const Roads &roads, const std::string &counter)
{
	const auto here = added(comparison, roads.hooks.attached, counter);
	const auto there = added(comparison, roads.lsm.attached, counter);
	const auto mainline = added(comparison, roads.mainline.attached, counter);

	if (!here || !there)
		return {};
	return fmt::format("One program that allows adds {} {} to {} on {}{} {} on {}{}.", signed_text(*here), counter, headline,
			   column_name(comparison, *roads.hooks.attached), mainline ? "," : " and", signed_text(*there), column_name(comparison, *roads.lsm.attached),
			   mainline ? fmt::format(" and {} on {}", signed_text(*mainline), column_name(comparison, *roads.mainline.attached)) : "");
}

std::string best_sentence(const Comparison &comparison, const Roads &roads, const std::string &counter)
{
	const auto best = added(comparison, roads.best.attached, counter);
	const auto here = headline_cost(comparison, roads.hooks.idle, counter);
	const auto idle = headline_cost(comparison, roads.best.idle, counter);

	if (!best || !here || !idle)
		return {};
	return fmt::format("On {}, the LSM framework with the trampoline of the override series, it adds {}; between the roads then stays what the "
			   "framework costs idle: {} there, {} on {}.", column_name(comparison, *roads.best.attached), signed_text(*best),
			   signed_text(idle->absolute), signed_text(here->absolute), column_name(comparison, *roads.hooks.idle));
}

std::optional<Section> chart(const Comparison &comparison, const Roads &roads, const std::string &counter)
{
	std::vector<Configuration> configurations;
	std::vector<std::string> workloads;

	for (const Configuration *row : {roads.hooks.idle, roads.hooks.attached, roads.lsm.idle, roads.lsm.attached, roads.mainline.idle, roads.mainline.attached,
					 roads.best.attached})
		if (row != nullptr)
			configurations.push_back(*row);
	for (const std::string_view name : charted)
		if (std::find(comparison.workloads().begin(), comparison.workloads().end(), name) != comparison.workloads().end())
			workloads.emplace_back(name);
	if (configurations.empty() || workloads.empty())
		return std::nullopt;
	Section section = section_of(comparison, configurations, workloads, counter);
	section.title = "Cost over none";
	for (std::size_t i = 0; i < section.columns.size(); ++i) {
		section.columns[i] += section.configurations[i].scenario == "idle" ? ", idle" : ", one program";
		section.places.push_back(i);
	}
	return section;
}

} // namespace

Opening opening(const Comparison &comparison)
{
	Opening opening{.question = "Should a distribution build its kernel with the LSM framework and a BPF LSM, or without it and with BPF "
				    "programs on hook stubs?", .sentences = {}, .chart = {}};

	if (comparison.baseline() == nullptr || comparison.counters().empty())
		return opening;
	const std::string counter = headline_counter(comparison);
	const Roads roads = roads_of(comparison);
	for (const auto sentence : {idle_sentence, attached_sentence, best_sentence})
		if (std::string text = sentence(comparison, roads, counter); !text.empty())
			opening.sentences.push_back(std::move(text));
	opening.chart = chart(comparison, roads, counter);
	return opening;
}

std::vector<Block> answer_chapter(const Comparison &, const Model &model)
{
	std::vector<Block> blocks;

	// Before anything that would be believed.
	if (!model.trustworthy)
		blocks.emplace_back(Paragraph{pairs_verdict(model), Paragraph::Tone::bad});
	blocks.emplace_back(Paragraph{model.opening.question, Paragraph::Tone::question});
	for (const std::string &text : model.opening.sentences)
		blocks.emplace_back(Paragraph{text});
	if (model.opening.chart)
		blocks.emplace_back(Picture{.section = *model.opening.chart,
					    .label = "Cost over none of both roads, idle and with one program; the tables below hold the same figures",
					    .caption = "Percent of the " + model.opening.chart->counter + " of the same operation on a kernel with neither road."});
	return blocks;
}

} // namespace matrix::report
