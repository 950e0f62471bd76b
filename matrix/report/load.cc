// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/load.h"

#include <array>
#include <map>

#include <fmt/format.h>

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
		    .head = {"kernel", "attached", "programs", "open", "probe", "load", "attach", "in all", "CPU"}, .rows = {}, .plot = {}};
	if (comparison.exact())
		table.notes.emplace_back("Under tcg-icount a millisecond of this clock is a million instructions, and what the guest waits is jumped "
					 "over as fast as may be: CPU counts instructions here, no column is time on a real machine.");
	std::map<std::string, std::string> stacks; // of each kernel, the first
	for (const json &load : *loads) {
		if (!load.is_object())
			continue;
		const std::string stack = text_of(load, "stack");
		const auto first = stacks.try_emplace(text_of(load, "variant") + " " + text_of(load, "dispatch"), stack).first;
		if (first->second == stack)
			table.rows.push_back(row_of(comparison, load));
	}
	return table.rows.empty() ? std::nullopt : std::optional{std::move(table)};
}

} // namespace matrix::report
