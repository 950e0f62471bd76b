// SPDX-License-Identifier: GPL-2.0
//
// What each configuration costs over none, a table for each scenario and counter; and the
// medians that the differences were taken from.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "matrix/report/chapter.h"

namespace matrix::report {

namespace {

std::string section_id(const Section &section)
{
	return section.scenario + "-" + section.counter + compare::kernel_suffix(section.baseline);
}

// "1 on each", or "override: 256, bpf-lsm bpf: 254"; empty where none has one.
std::string programs_note(const Section &section)
{
	const auto &programs = section.programs;
	std::vector<std::string> words;

	if (programs.empty() || *std::max_element(programs.begin(), programs.end()) == 0)
		return {};
	if (std::all_of(programs.begin(), programs.end(), [&](unsigned one) { return one == programs.front(); }))
		return fmt::format("Programs attached: {} on each.", programs.front());
	for (std::size_t i = 0; i < programs.size(); ++i)
		if (programs[i] != 0)
			words.push_back(fmt::format("{}: {}", section.columns[i], programs[i]));
	return fmt::format("Programs attached: {}.", fmt::join(words, ", "));
}

// Beside the workload stands the median of the baseline.
Table section_table(const Section &section)
{
	Table table{.id = {}, .title = section.title, .unit = section.unit, .notes = {}, .head = {"workload", section.baseline}, .rows = {},
		    .plot = {}, .fixed = 2, .counter = section.counter, .cells = {std::nullopt,
		    compare::Configuration{.variant = section.baseline, .dispatch = "-", .stack = "-", .scenario = "idle"}}};

	table.head.insert(table.head.end(), section.columns.begin(), section.columns.end());
	table.cells.insert(table.cells.end(), section.configurations.begin(), section.configurations.end());
	return table;
}

std::string cost_words(const Entry &entry)
{
	return entry.difference ? fmt::format("{} ({})", entry.cost, entry.percent) : entry.value;
}

Table cost_table(const Section &section)
{
	Table table = section_table(section);

	table.id = section_id(section);
	if (std::string note = programs_note(section); !note.empty())
		table.notes.push_back(std::move(note));
	for (const Row &row : section.rows) {
		std::vector<std::string> words{row.workload, row.baseline};
		for (const Entry &entry : row.entries)
			words.push_back(cost_words(entry));
		table.rows.push_back(std::move(words));
	}
	table.bars = section;
	return table;
}

Table median_table(const Section &section)
{
	Table table = section_table(section);

	table.id = "median-" + section_id(section);
	for (const Row &row : section.rows) {
		std::vector<std::string> words{row.workload, row.baseline};
		for (const Entry &entry : row.entries)
			words.push_back(entry.value);
		table.rows.push_back(std::move(words));
		table.about.push_back(row.operation);
	}
	return table;
}

std::vector<Block> sections_as(Table (*table)(const Section &), const Model &model, const char *opening)
{
	std::vector<Block> blocks;

	if (!model.sections.empty())
		blocks.emplace_back(Paragraph{opening});
	for (const Section &section : model.sections)
		blocks.emplace_back(table(section));
	return blocks;
}

} // namespace

std::vector<Block> cost_chapter(const compare::Comparison &, const Model &model)
{
	return sections_as(cost_table, model, "The difference of two medians, and its share of that of none. Bars show the share, of what has no ~.");
}

std::vector<Block> medians_chapter(const compare::Comparison &, const Model &model)
{
	return sections_as(median_table, model, "What was counted, before anything is subtracted. Every sample is in matrix.json, each median in "
						"matrix.csv, beside this report.");
}

} // namespace matrix::report
