// SPDX-License-Identifier: GPL-2.0
#include "matrix/trace/gate_table.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/workload.h"

namespace matrix::trace {

namespace {

constexpr std::string_view eventfd = "eventfd_write";
constexpr double allowed_on_eventfd = 2;

double value_of(const std::map<std::string, double> &counts, const std::string &name)
{
	const auto found = counts.find(name);

	return found == counts.end() ? 0 : found->second;
}

// Hooks that its row in the table of workloads names.
std::set<std::string> meant(const bench::WorkloadRow &row)
{
	std::istringstream words{std::string{row.hooks}};
	std::set<std::string> hooks{std::istream_iterator<std::string>{words}, {}};

	hooks.erase("-");
	return hooks;
}

// Both ways: what the row names and the operation does not cross, and what it crosses beyond.
void compare_with_table(GateRow &row)
{
	const bench::WorkloadRow *of_table = bench::find_workload(row.workload);
	if (of_table == nullptr)
		return;
	const std::set<std::string> named = meant(*of_table);

	for (const std::string &hook : named)
		if (value_of(row.by_hook, hook) == 0)
			row.not_passed.push_back(hook);
	// What is put off (RCU, a work queue) falls into some operations only; a gate in brackets is no hook's.
	for (const auto &[hook, count] : row.by_hook)
		if (count >= 1 && !hook.starts_with('(') && !named.contains(hook))
			row.not_meant.push_back(hook);
}

std::string number(double value) { return std::nearbyint(value) == value ? fmt::format("{:.0f}", value) : fmt::format("{:.1f}", value); }

std::string verdict(const GateRow &row)
{
	if (!row.steady)
		return "samples differ within a boot";
	return row.for_hooks() <= row.allowed() ? "yes" : fmt::format("no: {} more", number(row.for_hooks() - row.allowed()));
}

std::string hooks_text(const GateRow &row)
{
	std::string text;

	for (const auto &[hook, count] : row.by_hook)
		text += (text.empty() ? "" : " ") + (count == 1 ? hook : fmt::format("{}×{}", number(count), hook));
	return text.empty() ? "-" : text;
}

std::string functions_text(const GateRow &row)
{
	std::string text = fmt::format("\n{}\n  {:<34} {:>7} {:>7} {:>6} {:>6}\n", row.workload, "function", "none", "here", "gates", "extra");

	for (const FunctionChange &change : row.functions)
		text += fmt::format("  {:<34} {:>7} {:>7} {:>6} {:>6}{}\n", change.function, number(change.of_none), number(change.here),
				    number(change.gates), number(change.extra()), change.same_code ? "  the same code, other data" : "");
	return text + fmt::format("  in no function: {}\n", number(row.unexplained()));
}

} // namespace

double GateRow::allowed() const { return workload == eventfd ? std::max(gates, allowed_on_eventfd) : gates; }

double GateRow::by_data() const
{
	double total = 0;

	for (const FunctionChange &change : functions)
		total += change.same_code ? change.here - change.of_none : 0;
	return total;
}

double GateRow::unexplained() const
{
	double explained = 0;

	for (const FunctionChange &change : functions)
		explained += change.here - change.of_none;
	return cost() - explained;
}

GateRow make_row(const std::string &workload, const Counts &none, const Counts &here, Figure of_none, Figure of_here)
{
	GateRow row{.workload = workload, .none = of_none.median, .here = of_here.median,
		    .steady = of_none.spread == 0 && of_here.spread == 0, .gates = here.all_gates, .by_hook = here.gates,
		    .not_passed = {}, .not_meant = {}, .functions = {}};
	std::set<std::string> names;

	for (const Counts *counts : {&none, &here})
		for (const auto &[name, instructions] : counts->functions)
			names.insert(name);
	for (const std::string &name : names) {
		const FunctionChange change{.function = name, .of_none = value_of(none.functions, name),
					    .here = value_of(here.functions, name), .gates = value_of(here.gates_in, name)};
		if (change.of_none != change.here)
			row.functions.push_back(change);
	}
	std::stable_sort(row.functions.begin(), row.functions.end(),
			 [](const FunctionChange &a, const FunctionChange &b) { return a.extra() > b.extra(); });
	compare_with_table(row);
	return row;
}

std::string as_text(const GateTable &table, bool functions)
{
	std::string text = fmt::format("{:<16} {:>8} {:>8} {:>6} {:>6} {:>6}  {:<30} {}\n", "workload", "none", "here", "cost", "data", "gates",
				       "at most one per gate?", "gates passed by one operation");

	for (const GateRow &row : table.rows)
		text += fmt::format("{:<16} {:>8} {:>8} {:>+6} {:>+6} {:>6}  {:<30} {}\n", row.workload, number(row.none), number(row.here),
				    row.cost(), row.by_data(), number(row.gates), verdict(row), hooks_text(row));
	text += fmt::format("\n{} idle beside none: instructions of one operation under tcg-icount, not time; {} may cost {}.\n"
			    "data: of the cost, what functions run for their data's sake, with the same code on both kernels.\n", table.variant,
			    eventfd, allowed_on_eventfd);
	for (const GateRow &row : table.rows)
		for (const std::string &hook : row.not_passed)
			text += fmt::format("{} is meant to cross {} and does not\n", row.workload, hook);
	for (const GateRow &row : table.rows)
		for (const std::string &hook : row.not_meant)
			text += fmt::format("{} crosses {}, which its row in the table of workloads does not name\n", row.workload, hook);
	if (functions)
		for (const GateRow &row : table.rows)
			text += functions_text(row);
	return text;
}

nlohmann::json as_json(const GateTable &table)
{
	nlohmann::json rows = nlohmann::json::array();

	for (const GateRow &row : table.rows) {
		nlohmann::json functions = nlohmann::json::array();
		for (const FunctionChange &change : row.functions)
			functions.push_back({{"function", change.function}, {"none", change.of_none}, {"here", change.here},
					     {"gates", change.gates}, {"extra", change.extra()}, {"same_code", change.same_code}});
		rows.push_back({{"workload", row.workload}, {"none", row.none}, {"here", row.here}, {"cost", row.cost()}, {"by_data", row.by_data()},
				{"steady", row.steady}, {"gates", row.gates}, {"allowed", row.allowed()}, {"by_hook", row.by_hook}, {"not_passed", row.not_passed}, {"not_meant", row.not_meant},
				{"functions", std::move(functions)}, {"unexplained", row.unexplained()}});
	}
	return {{"schema_version", 1}, {"variant", table.variant}, {"unit", "instructions/op"}, {"accelerator", "tcg-icount"},
		{"workloads", std::move(rows)}};
}

} // namespace matrix::trace
