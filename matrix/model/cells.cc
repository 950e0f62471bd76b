// SPDX-License-Identifier: GPL-2.0
#include "matrix/model/cells.h"

#include <algorithm>
#include <array>

namespace matrix::model {

namespace {

using compare::Comparison;
using compare::Configuration;

constexpr std::array<const char *, 2> line_events{"code-lines", "data-lines"};

// Nothing where one of the events that the model needs is missing.
std::optional<Events> events_of(const Comparison &comparison, const Configuration &configuration, const std::string &workload)
{
	Events events;

	for (const std::string_view name : needed_events()) {
		const compare::Cell *cell = comparison.cell(configuration, workload, name);
		if (cell == nullptr || !cell->ok())
			return std::nullopt;
		events[std::string{name}] = cell->median();
	}
	for (const char *name : line_events)
		if (const compare::Cell *cell = comparison.cell(configuration, workload, name); cell != nullptr && cell->ok())
			events[name] = cell->median();
	return events;
}

Configuration subtracted(const Comparison &comparison, const Configuration &configuration, Over over)
{
	if (over == Over::none)
		return comparison.baseline_of(configuration) != nullptr ? *comparison.baseline_of(configuration) : Configuration{};
	Configuration idle = configuration;
	idle.scenario = "idle";
	return idle;
}

Events minus(const Events &events, const Events &than)
{
	Events difference;

	for (const auto &[name, count] : events)
		if (const auto less = than.find(name); less != than.end())
			difference[name] = count - less->second;
	return difference;
}

Cell modelled(const Model &model, const Events &events, const Events &than)
{
	const Events more = minus(events, than);
	Cell cell;

	cell.instructions = more.at("kernel-instructions");
	cell.ns = model.difference(events, than);
	cell.has_lines = more.count("code-lines") != 0 && more.count("data-lines") != 0;
	cell.second_cache = model.lines(more, "second-cache");
	cell.memory = model.lines(more, "memory");
	return cell;
}

template <typename Names>
bool any_inexact(const Comparison &comparison, const Configuration &configuration, const std::string &workload, const Names &names)
{
	return std::any_of(std::begin(names), std::end(names),
			   [&](std::string_view name) { return comparison.inexact(configuration, workload, name); });
}

void mark(Cell &cell, const Comparison &comparison, const Configuration &side)
{
	cell.inexact_instructions = cell.inexact_instructions || comparison.inexact(side, cell.workload, "kernel-instructions");
	cell.inexact_ns = cell.inexact_ns || any_inexact(comparison, side, cell.workload, needed_events());
	cell.inexact_lines = cell.inexact_lines || any_inexact(comparison, side, cell.workload, line_events);
}

} // namespace

base::Result<Modelled> model_cells(const Comparison &comparison, const Model &model, Over over)
{
	Modelled all;

	for (const std::string &workload : comparison.workloads()) {
		for (const Configuration &configuration : comparison.configurations()) {
			const Configuration than = subtracted(comparison, configuration, over);
			if (configuration == than)
				continue;
			const auto events = events_of(comparison, configuration, workload);
			const auto less = events_of(comparison, than, workload);
			if (!events || !less) {
				++all.without_events;
				continue;
			}
			Cell cell = modelled(model, *events, *less);
			cell.workload = workload;
			cell.configuration = configuration;
			mark(cell, comparison, configuration);
			mark(cell, comparison, than);
			all.cells.push_back(std::move(cell));
		}
	}
	if (all.cells.empty())
		return base::fail({.id = "results-without-events", .code = base::ExitCode::not_comparable, .action = "find the events in",
				   .object = "the results", .reason = "no cell has calls, jumps, loads and stores, and another one to be compared with",
				   .hint = "hookmatrix run --set events", .errnum = 0});
	return all;
}

} // namespace matrix::model
