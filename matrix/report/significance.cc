// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/significance.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include <fmt/format.h>

#include "matrix/report/chapter.h"

namespace matrix::report {

namespace {

using compare::Comparison;
using compare::Configuration;
using compare::Difference;
using compare::Verdict;

// Of a row: over none, or over the same kernel idle.
using Over = std::function<const Difference *(const Configuration &, const std::string &, const std::string &)>;

std::string change_text(double relative) { return std::isfinite(relative) ? percent_text(100 * relative) : nothing; }

std::vector<std::string> row_of(const Comparison &comparison, const Configuration &configuration, const std::string &workload, const Difference &row)
{
	const bool interval = std::isfinite(row.interval.low) && std::isfinite(row.interval.high);

	return {workload, configuration_name(comparison, configuration), count_text(row.before), count_text(row.after), change_text(row.relative),
		interval ? change_text(row.interval.low) + " to " + change_text(row.interval.high) : nothing, fmt::format("{:.2g}", row.p),
		fmt::format("{} and {}", row.boots_before, row.boots_after), significance_text(row.verdict)};
}

Table table_of(const Comparison &comparison, const std::string &counter, Table table, const Over &over)
{
	table.unit = counter + "/op";
	table.head.insert(table.head.end(), {"change", "95\u00a0% interval", "p", "boots", "verdict"});
	for (const std::string &workload : comparison.workloads())
		for (const Configuration &configuration : comparison.configurations())
			if (const Difference *row = over(configuration, workload, counter); row != nullptr)
				table.rows.push_back(row_of(comparison, configuration, workload, *row));
	return table;
}

// All rows over none.
std::vector<const Difference *> differences(const Comparison &comparison)
{
	std::vector<const Difference *> rows;

	for (const std::string &counter : comparison.counters())
		for (const std::string &workload : comparison.workloads())
			for (const Configuration &configuration : comparison.configurations())
				if (const Difference *row = comparison.over_none(configuration, workload, counter); row != nullptr)
					rows.push_back(row);
	return rows;
}

std::size_t count(const std::vector<const Difference *> &rows, const std::function<bool(const Difference &)> &fits)
{
	return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [&](const Difference *row) { return fits(*row); }));
}

} // namespace

const char *significance_text(Verdict verdict)
{
	switch (verdict) {
	case Verdict::worse:
		return "significant: more";
	case Verdict::better:
		return "significant: less";
	case Verdict::equal:
	case Verdict::equal_within:
		return "equal";
	case Verdict::too_few:
		return "too few boots";
	case Verdict::inconclusive:
		break;
	}
	return "not significant";
}

std::vector<Table> significance_tables(const Comparison &comparison)
{
	std::vector<Table> tables;

	if (comparison.exact())
		return tables;
	for (const std::string &counter : comparison.counters()) {
		Table none{.id = "significance-" + counter, .title = "Is it more than chance? Over none", .unit = {},
			   .notes = {"Boots are the samples; all rows over none, of every counter, are one table for the correction by Holm's method."},
			   .head = {"workload", "configuration", "none", "here"}, .rows = {}, .plot = {}, .keys = 2, .fixed = 2};
		Table idle{.id = "significance-idle-" + counter, .title = "Is it more than chance? Over the same kernel idle", .unit = {},
			   .notes = {"The same rule, with a table of its own."},
			   .head = {"workload", "configuration", "idle", "here"}, .rows = {}, .plot = {}, .keys = 2, .fixed = 2};
		none = table_of(comparison, counter, std::move(none), [&](const auto &a, const auto &b, const auto &c) { return comparison.over_none(a, b, c); });
		idle = table_of(comparison, counter, std::move(idle), [&](const auto &a, const auto &b, const auto &c) { return comparison.over_idle(a, b, c); });
		for (Table *table : {&none, &idle})
			if (!table->rows.empty())
				tables.push_back(std::move(*table));
	}
	return tables;
}

std::vector<Block> significance_chapter(const Comparison &comparison, const Model &) { return blocks_of(significance_tables(comparison)); }

std::string chance_text(const Comparison &comparison)
{
	const auto rows = comparison.exact() ? std::vector<const Difference *>{} : differences(comparison);

	if (rows.empty())
		return {};
	const std::size_t significant = count(rows, [](const Difference &row) { return row.significant(); });
	const std::size_t too_few = count(rows, [](const Difference &row) { return row.verdict == Verdict::too_few; });
	std::string text = fmt::format("{}: not significant, the difference may be chance. {} of {} differences from none are significant.", inexact_mark,
				       significant, rows.size());
	if (too_few != 0)
		text += fmt::format(" For {} of them there are too few boots to tell: among so many rows it takes {} of each configuration.", too_few,
				    compare::boots_needed(rows.size()));
	return text;
}

std::string rule_of_times()
{
	const compare::ChangeOptions rule;

	return fmt::format("What one boot measures shares its memory layout and is one observation: the median of its samples. A figure is the median of "
			   "these. A difference is significant when the Mann-Whitney test says so after Holm's correction for all rows ({:g} %), and the "
			   "95 % bootstrap interval of the change does not hold zero. A/A is the same test between the first half of the boots of a "
			   "configuration and the second.", 100 * rule.level);
}

} // namespace matrix::report
