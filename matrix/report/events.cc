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
		   bool whole)
{
	const compare::Cell *cell = comparison.cell(configuration, workload, event);

	if (cell == nullptr)
		return nothing;
	if (!cell->ok())
		return cell->status;
	if (whole)
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

struct Share {
	std::size_t inexact = 0;
	std::size_t all = 0;
	[[nodiscard]] bool always() const { return all != 0 && inexact == all; }
};

// By event; of those that `left` leaves, by workload.
template <typename Left> std::map<std::string, Share> shares(const Comparison &comparison, std::string compare::Cell::*axis, const Left &left)
{
	std::map<std::string, Share> rows;

	for (const compare::Cell &cell : comparison.results().cells) {
		if (!cell.ok() || trace::find_event(cell.counter) == nullptr || !left(cell.counter))
			continue;
		Share &row = rows[cell.*axis];
		row.inexact += comparison.inexact(cell.configuration, cell.workload, cell.counter);
		++row.all;
	}
	return rows;
}

// "So are on all workloads: data-lines. Of other events: on execve (140 of 140 cells)."
std::string inexact_events(const Comparison &comparison)
{
	auto events = shares(comparison, &compare::Cell::counter, [](const std::string &) { return true; });
	auto workloads = shares(comparison, &compare::Cell::workload, [&](const std::string &event) { return !events[event].always(); });
	std::vector<std::string> never;
	std::vector<std::string> others;

	for (const std::string &event : comparison.events())
		if (events[event].always())
			never.push_back(event);
	for (const std::string &workload : comparison.workloads())
		if (const Share &row = workloads[workload]; row.inexact != 0)
			others.push_back(fmt::format("{} ({} of {} cells)", workload, row.inexact, row.all));
	if (never.empty() && others.empty())
		return {};
	return fmt::format("{}: not exact.{}{} How many lines of data are touched is a matter of where objects lie, too, which differs from one operation to "
			   "the next.", inexact_mark, never.empty() ? "" : fmt::format(" So are on all workloads: {}.", fmt::join(never, ", ")),
			   others.empty() ? "" : fmt::format(" Of other events: on {}.", fmt::join(others, ", ")));
}

// "none: 412 kernel-instructions, 12 calls": no row, or a column would sort it among differences.
std::string baseline_note(const Comparison &comparison, const Configuration &none, const std::string &workload)
{
	std::vector<std::string> words;

	for (const std::string &event : comparison.events())
		words.push_back(figure(comparison, none, workload, event, true) + " " + event);
	return fmt::format("{}: {}.", none.variant, fmt::join(words, ", "));
}

// A row for each kernel, with a configuration; a column for each event, with its counter.
Table events_table(const Comparison &comparison, const std::string &workload)
{
	Table table{.id = "events-" + workload, .title = workload, .unit = "events/op", .notes = {}, .head = {"kernel"}, .rows = {}, .plot = {},
		    .workload = workload, .counters = {""}};

	table.head.insert(table.head.end(), comparison.events().begin(), comparison.events().end());
	table.counters.insert(table.counters.end(), comparison.events().begin(), comparison.events().end());
	for (const Configuration &configuration : comparison.configurations()) {
		if (!counted(comparison, configuration, workload))
			continue;
		const Configuration *none = comparison.baseline_of(configuration);
		if (none != nullptr && *none == configuration) {
			table.notes.push_back(baseline_note(comparison, *none, workload));
			continue;
		}
		std::vector<std::string> row{configuration_name(comparison, configuration)};
		for (const std::string &event : comparison.events())
			row.push_back(figure(comparison, configuration, workload, event, none == nullptr));
		table.rows.push_back(std::move(row));
		table.row_cells.emplace_back(configuration);
	}
	return table;
}

} // namespace

std::vector<Block> events_chapter(const Comparison &comparison, const Model &)
{
	std::vector<Block> blocks{
		Paragraph{"Of the kernel's instructions in one operation: those of none above each table, in the rows what every other kernel has more. A "
			  "plugin of QEMU counts them from outside; the guest runs the same instructions without it."},
		Items{meanings(comparison.events())}};

	if (comparison.events().empty())
		return {};
	if (std::string text = inexact_events(comparison); !text.empty())
		blocks.emplace_back(Paragraph{std::move(text)});
	for (const std::string &workload : comparison.workloads())
		if (Table table = events_table(comparison, workload); !table.rows.empty() || !table.notes.empty())
			blocks.emplace_back(std::move(table));
	return blocks;
}

} // namespace matrix::report
