// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/opening.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "matrix/report/answer.h"
#include "matrix/report/chapter.h"
#include "matrix/report/section.h"

namespace matrix::report {

namespace {

using compare::Comparison;
using compare::Configuration;
using compare::Cost;

// The least that shows files, names, memory and sockets.
constexpr std::array<std::string_view, 6> charted{headline, "pipe", "open_close", "stat", "mprotect", "socketpair"};

// The dispatch that has the trampoline of the override series.
constexpr const char *hook_trampoline = "trampoline-hook";

// The configurations that the question is about; nullptr: not in the results.
struct Roads {
	const Configuration *override_idle = nullptr;
	const Configuration *override_attached = nullptr;
	const Configuration *lsm_idle = nullptr;
	const Configuration *lsm_attached = nullptr;
	const Configuration *best_idle = nullptr; // of the LSM framework: with the other road's trampoline
	const Configuration *best_attached = nullptr;
};

Roads roads_of(const Comparison &comparison)
{
	const auto find = [&](std::string_view variant, std::string_view scenario, bool best) -> const Configuration * {
		for (const Configuration &row : comparison.configurations()) {
			const bool right = best ? row.dispatch == hook_trampoline : is_default_dispatch(comparison, row);
			if (row.variant == variant && row.scenario == scenario && right && (row.stack == "-" || row.stack == "bpf"))
				return &row;
		}
		return nullptr;
	};

	return {.override_idle = find("override", "idle", false), .override_attached = find("override", "noop-1", false),
		.lsm_idle = find("bpf-lsm", "idle", false), .lsm_attached = find("bpf-lsm", "noop-1", false),
		.best_idle = find("bpf-lsm", "idle", true), .best_attached = find("bpf-lsm", "noop-1", true)};
}

// Nothing where it is not exact, or not significant: no sentence is made of a mode or of chance.
std::optional<Cost> headline_cost(const Comparison &comparison, const Configuration *configuration, const std::string &counter)
{
	if (configuration == nullptr || comparison.inexact_cost(*configuration, headline, counter))
		return std::nullopt;
	return comparison.cost(*configuration, headline, counter);
}

std::optional<Cost> dearest(const Comparison &comparison, const Configuration &configuration, const std::string &counter)
{
	std::optional<Cost> most;

	for (const std::string &workload : comparison.workloads()) {
		const auto cost = comparison.cost(configuration, workload, counter);
		// Those that are exact: the others differ by memory that was allocated.
		if (!cost || comparison.inexact_cost(configuration, workload, counter))
			continue;
		if (!most || cost->percent > most->percent)
			most = cost;
	}
	return most;
}

std::string cost_text(const Comparison &comparison, const Configuration *configuration, const std::string &counter)
{
	const auto cost = headline_cost(comparison, configuration, counter);
	const auto most = cost ? dearest(comparison, *configuration, counter) : std::nullopt;

	if (!most)
		return {};
	return fmt::format("{} costs {} {} ({}) on {} and at most {} on any workload{}", column_name(comparison, *configuration),
			   signed_text(cost->absolute), counter, percent_text(cost->percent), headline, percent_text(most->percent),
			   comparison.exact() ? " with equal samples" : " that differs significantly");
}

std::string idle_sentence(const Comparison &comparison, const Roads &roads, const std::string &counter)
{
	const std::string here = cost_text(comparison, roads.override_idle, counter);
	const std::string there = cost_text(comparison, roads.lsm_idle, counter);

	if (here.empty() && there.empty())
		return {};
	return fmt::format("With no program attached, over a kernel with neither road, {}{}{}.", here, here.empty() || there.empty() ? "" : "; ", there);
}

std::optional<double> added(const Comparison &comparison, const Configuration *configuration, const std::string &counter)
{
	if (configuration == nullptr || comparison.inexact_added(*configuration, headline, counter))
		return std::nullopt;
	return comparison.added(*configuration, headline, counter);
}

std::string attached_sentence(const Comparison &comparison, const Roads &roads, const std::string &counter)
{
	const auto here = added(comparison, roads.override_attached, counter);
	const auto there = added(comparison, roads.lsm_attached, counter);

	if (!here || !there)
		return {};
	return fmt::format("One program that allows adds {} {} to {} on {} and {} on {}.", signed_text(*here), counter, headline,
			   column_name(comparison, *roads.override_attached), signed_text(*there), column_name(comparison, *roads.lsm_attached));
}

std::string best_sentence(const Comparison &comparison, const Roads &roads, const std::string &counter)
{
	const auto best = added(comparison, roads.best_attached, counter);
	const auto here = headline_cost(comparison, roads.override_idle, counter);
	const auto idle = headline_cost(comparison, roads.best_idle, counter);

	if (!best || !here || !idle)
		return {};
	return fmt::format("On {}, the LSM framework with the trampoline of the override series, it adds {}; between the roads then stays what the "
			   "framework costs idle: {} there, {} on {}.", column_name(comparison, *roads.best_attached), signed_text(*best),
			   signed_text(idle->absolute), signed_text(here->absolute), column_name(comparison, *roads.override_idle));
}

std::optional<Section> chart(const Comparison &comparison, const Roads &roads, const std::string &counter)
{
	std::vector<Configuration> configurations;
	std::vector<std::string> workloads;

	for (const Configuration *row : {roads.override_idle, roads.override_attached, roads.lsm_idle, roads.lsm_attached, roads.best_attached})
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
