// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/load.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "matrix/plan/scenario.h"
#include "matrix/report/chapter.h"
#include "matrix/report/members.h"

namespace matrix::report {

namespace {

using nlohmann::json;

constexpr std::array parts{"open", "probe", "load", "attach"};

std::optional<double> figure_of(const json &row, const char *part, const char *figure)
{
	const json::json_pointer place = json::json_pointer{} / part / figure;

	if (!row.contains(place) || !row.at(place).is_number())
		return std::nullopt;
	return row.at(place).get<double>();
}

std::string milliseconds(std::optional<double> nanoseconds)
{
	return nanoseconds ? fmt::format("{:.1f}", *nanoseconds / 1e6) : std::string{nothing};
}

// Of all parts; nothing where one is missing.
std::optional<double> sum_of(const json &row, const char *figure)
{
	double sum = 0;

	for (const char *part : parts) {
		const auto one = figure_of(row, part, figure);
		if (!one)
			return std::nullopt;
		sum += *one;
	}
	return sum;
}

std::vector<std::string> row_of(const compare::Comparison &comparison, const json &load)
{
	const compare::Configuration kernel{text_of(load, "variant"), text_of(load, "dispatch"), text_of(load, "stack"),
					    text_of(load, "scenario")};
	std::vector<std::string> row{column_name(comparison, kernel), kernel.scenario, number_of(load, "programs")};

	for (const char *part : parts)
		row.push_back(milliseconds(figure_of(load, part, "clock_ns")));
	row.push_back(milliseconds(sum_of(load, "clock_ns")));
	row.push_back(milliseconds(sum_of(load, "cpu_ns")));
	return row;
}

// Where the table of scenarios has it.
std::size_t scenario_place(const json &load)
{
	const auto rows = plan::scenario_table();
	const std::string name = text_of(load, "scenario");

	return static_cast<std::size_t>(std::find_if(rows.begin(), rows.end(), [&](const plan::Scenario &row) { return row.name == name; }) -
					rows.begin());
}

// Kernel by kernel, of each those with the stack that stands first, by scenario.
std::vector<const json *> rows_in_order(const json &loads)
{
	std::vector<std::string> kernels;
	std::map<std::string, std::string> stacks;
	std::vector<std::pair<std::pair<std::size_t, std::size_t>, const json *>> rows;
	std::vector<const json *> ordered;

	for (const json &load : loads) {
		if (!load.is_object())
			continue;
		const std::string kernel = text_of(load, "variant") + " " + text_of(load, "dispatch");
		const auto [stack, fresh] = stacks.try_emplace(kernel, text_of(load, "stack"));
		if (fresh)
			kernels.push_back(kernel);
		if (stack->second != text_of(load, "stack"))
			continue;
		const auto at = std::find(kernels.begin(), kernels.end(), kernel) - kernels.begin();
		rows.push_back({{static_cast<std::size_t>(at), scenario_place(load)}, &load});
	}
	std::stable_sort(rows.begin(), rows.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
	for (const auto &[place, load] : rows)
		ordered.push_back(load);
	return ordered;
}

} // namespace

std::optional<Table> load_table(const compare::Comparison &comparison)
{
	const json &context = comparison.results().context;
	const auto loads = context.is_object() ? context.find("loads") : context.end();
	if (!context.is_object() || loads == context.end() || !loads->is_array())
		return std::nullopt;

	Table table{.id = "loads", .title = "What loading takes", .unit = "ms",
		    .notes = {"hookload from its first look at the object to the last link, by its parts, on the guest's clock: the object is opened, the "
			      "kernel is asked what it has, the programs are related to it and verified, the links are made. CPU: the same "
			      "without waiting. Medians over boots."},
		    .head = {"kernel", "attached", "programs", "open", "probe", "load", "attach", "in all", "CPU"}, .rows = {}, .plot = {}, .keys = 2, .fixed = 2};
	if (comparison.exact())
		table.notes.emplace_back("Under tcg-icount a millisecond of this clock is a million instructions, and what the guest waits is jumped "
					 "over as fast as may be: CPU counts instructions here, no column is time on a real machine.");
	for (const json *load : rows_in_order(*loads))
		table.rows.push_back(row_of(comparison, *load));
	return table.rows.empty() ? std::nullopt : std::optional{std::move(table)};
}

std::vector<Block> load_chapter(const compare::Comparison &comparison, const Model &)
{
	auto table = load_table(comparison);

	return table ? std::vector<Block>{std::move(*table)} : std::vector<Block>{};
}

} // namespace matrix::report
