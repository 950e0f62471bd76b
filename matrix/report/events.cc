// SPDX-License-Identifier: GPL-2.0
//
// What the instructions of the kernel do: calls, jumps, loads, ... of one operation.
#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "matrix/report/chapter.h"
#include "matrix/trace/event.h"

namespace matrix::report {

namespace {

using compare::Comparison;
using compare::Configuration;

std::string figure(const Comparison &comparison, const Configuration &configuration, const std::string &workload, const std::string &event,
		   bool baseline)
{
	const compare::Cell *cell = comparison.cell(configuration, workload, event);

	if (cell == nullptr)
		return nothing;
	if (!cell->ok())
		return cell->status;
	if (baseline)
		return marked(count_text(cell->median()), comparison.inexact(configuration, workload, event));
	const auto cost = comparison.cost(configuration, workload, event);
	return cost ? marked(signed_text(cost->absolute), comparison.inexact_cost(configuration, workload, event)) : nothing;
}

bool counted(const Comparison &comparison, const Configuration &configuration, const std::string &workload)
{
	const auto &events = comparison.events();

	return std::any_of(events.begin(), events.end(),
			   [&](const std::string &event) { return comparison.cell(configuration, workload, event) != nullptr; });
}

std::vector<std::string> meanings(const std::vector<std::string> &events)
{
	std::vector<std::string> texts;

	for (const std::string &event : events)
		if (const trace::EventRow *row = trace::find_event(event); row != nullptr)
			texts.push_back(event + ": " + std::string{row->meaning} + ".");
	return texts;
}

// "data-lines (283 of 283 cells)": which of them have the mark, and why.
std::string inexact_events(const Comparison &comparison)
{
	std::map<std::string, std::pair<std::size_t, std::size_t>> counts; // not exact, of all
	std::vector<std::string> words;

	for (const compare::Cell &cell : comparison.results().cells) {
		if (!cell.ok() || trace::find_event(cell.counter) == nullptr)
			continue;
		auto &[inexact, all] = counts[cell.counter];
		inexact += comparison.inexact(cell.configuration, cell.workload, cell.counter);
		++all;
	}
	for (const std::string &event : comparison.events())
		if (const auto &[inexact, all] = counts[event]; inexact != 0)
			words.push_back(fmt::format("{} ({} of {} cells)", event, inexact, all));
	if (words.empty())
		return {};
	return fmt::format("{}: not exact, as above. Of events: {}. How many lines of data are touched is a matter of where objects lie, too, which "
			   "differs from one operation to the next.", inexact_mark, fmt::join(words, ", "));
}

Table events_table(const Comparison &comparison)
{
	Table table{.id = "events", .title = {}, .unit = "events/op", .notes = {}, .head = {"workload", "kernel"}, .rows = {}, .plot = {}, .keys = 2,
		    .fixed = 2};

	table.head.insert(table.head.end(), comparison.events().begin(), comparison.events().end());
	for (const std::string &workload : comparison.workloads()) {
		for (const Configuration &configuration : comparison.configurations()) {
			if (!counted(comparison, configuration, workload))
				continue;
			const Configuration *none = comparison.baseline_of(configuration);
			const bool baseline = none == nullptr || *none == configuration;
			std::vector<std::string> row{workload, configuration_name(comparison, configuration)};
			for (const std::string &event : comparison.events())
				row.push_back(figure(comparison, configuration, workload, event, baseline));
			table.rows.push_back(std::move(row));
		}
	}
	return table;
}

} // namespace

std::vector<Block> events_chapter(const Comparison &comparison, const Model &)
{
	Table table = events_table(comparison);

	if (table.rows.empty())
		return {};
	std::vector<Block> blocks{
		Paragraph{"Of the kernel's instructions in one operation: those of none as they are, of every other kernel what it has more. A plugin of "
			  "QEMU counts them from outside; the guest runs the same instructions without it."},
		std::move(table), Items{meanings(comparison.events())}};
	if (std::string text = inexact_events(comparison); !text.empty())
		blocks.emplace_back(Paragraph{std::move(text)});
	return blocks;
}

} // namespace matrix::report
