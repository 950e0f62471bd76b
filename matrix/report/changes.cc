// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/changes.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "bench/runner.h"

namespace matrix::report {

namespace {

using compare::Change;
using compare::Changes;
using compare::Unpaired;
using compare::Verdict;

constexpr int changes_schema_version = 1;
constexpr std::size_t doubts_shown = 10;

// ASCII, and no groups: for tools that cut columns.
std::string percent(double relative)
{
	return std::isfinite(relative) ? fmt::format("{:+.2f}%", 100 * relative) : "new";
}

std::string figure(double value)
{
	return std::nearbyint(value) == value ? fmt::format("{:.0f}", value) : fmt::format("{:.1f}", value);
}

std::string place(const compare::Configuration &row)
{
	std::string text = row.variant;

	for (const std::string *part : {&row.dispatch, &row.stack})
		text += *part == "-" ? "" : " " + *part;
	return text + " " + row.scenario;
}

// How far the figures may be apart for all that is known.
std::string verdict_text(const Change &row, const compare::ChangeOptions &options)
{
	std::string text{compare::to_string(row.verdict)};

	if (row.verdict != Verdict::equal_within)
		return text;
	const bool by_threshold = std::abs(row.relative) <= options.threshold;
	const double within = by_threshold ? options.threshold : std::max(std::abs(row.interval.low), std::abs(row.interval.high));
	return text + fmt::format(" {:.2g}%", 100 * within);
}

std::string evidence(const Change &row)
{
	if (row.counted)
		return row.inexact ? "samples or boots differ" : "exact";
	return fmt::format("p {:.2g}, {} to {}, {}+{} boots", row.p, percent(row.interval.low), percent(row.interval.high),
			   row.boots_before, row.boots_after);
}

bool shown(const Change &row, const ChangesOptions &options)
{
	return options.all || (row.verdict != Verdict::equal && row.verdict != Verdict::equal_within);
}

// The worst first.
std::vector<const Change *> in_order(const Changes &changes, const ChangesOptions &options)
{
	std::vector<const Change *> rows;

	for (const Verdict verdict : compare::verdicts) {
		const auto first = static_cast<std::ptrdiff_t>(rows.size());
		for (const Change &row : changes.rows)
			if (row.verdict == verdict && shown(row, options))
				rows.push_back(&row);
		std::stable_sort(rows.begin() + first, rows.end(), [](const Change *a, const Change *b) {
			return std::abs(a->relative) > std::abs(b->relative);
		});
	}
	return rows;
}

std::string summary(const Changes &changes)
{
	std::string text = fmt::format("{} rows compared", changes.rows.size());

	for (const Verdict verdict : compare::verdicts)
		if (const std::size_t count = changes.count(verdict); count != 0)
			text += fmt::format(", {} {}", count, compare::to_string(verdict));
	text += fmt::format("; {} missing, {} added.", changes.missing.size(), changes.added.size());
	return text + fmt::format(" {}; threshold {:.3g}%.", changes.accelerator == "tcg-icount" ? "Counts, not time" : "Measured on " + changes.accelerator,
				  100 * changes.options.threshold);
}

std::string doubts(const Changes &changes, std::string_view bullet)
{
	std::string text;

	if (!changes.doubts.empty())
		text = "NOT TRUSTWORTHY: what should be equal differs.\n";
	for (std::size_t i = 0; i < std::min(doubts_shown, changes.doubts.size()); ++i)
		text += fmt::format("{}{}\n", bullet, changes.doubts[i]);
	if (changes.doubts.size() > doubts_shown)
		text += fmt::format("{}and {} more\n", bullet, changes.doubts.size() - doubts_shown);
	for (const std::string &difference : changes.unlike)
		text += fmt::format("{}not alike: {}\n", bullet, difference);
	return text.empty() ? text : text + "\n";
}

// Where whole configurations are missing, one line for each is enough.
std::string unpaired(const std::vector<Unpaired> &rows, std::string_view title, std::string_view bullet)
{
	std::vector<std::pair<std::string, std::size_t>> lines;

	for (const Unpaired &row : rows) {
		const std::string line = place(row.configuration) + (row.reason.empty() ? "" : ": " + row.workload + ": " + row.reason);
		const auto found = std::find_if(lines.begin(), lines.end(), [&](const auto &known) { return known.first == line; });
		if (found == lines.end())
			lines.emplace_back(line, 1);
		else
			++found->second;
	}
	std::string text;
	for (const auto &[line, count] : lines)
		text += fmt::format("{}{} ({})\n", bullet, line, count);
	return text.empty() ? text : fmt::format("\n{}:\n{}", title, text);
}

nlohmann::json number_or_null(double value) { return std::isfinite(value) ? bench::number(value) : nlohmann::json(nullptr); }

nlohmann::json place_json(const compare::Configuration &configuration, const std::string &workload, const std::string &counter)
{
	return {{"variant", configuration.variant}, {"dispatch", configuration.dispatch}, {"stack", configuration.stack},
		{"scenario", configuration.scenario}, {"workload", workload}, {"counter", counter}};
}

nlohmann::json change_json(const Change &row)
{
	nlohmann::json json = place_json(row.configuration, row.workload, row.counter);

	json.update({{"unit", row.unit}, {"before", number_or_null(row.before)}, {"after", number_or_null(row.after)},
		     {"relative", number_or_null(row.relative)}, {"boots_before", row.boots_before}, {"boots_after", row.boots_after},
		     {"counted", row.counted}, {"p", row.counted ? nlohmann::json(nullptr) : nlohmann::json(row.p)},
		     {"low", number_or_null(row.interval.low)}, {"high", number_or_null(row.interval.high)},
		     {"verdict", compare::to_string(row.verdict)}});
	return json;
}

nlohmann::json unpaired_json(const std::vector<Unpaired> &rows)
{
	nlohmann::json list = nlohmann::json::array();

	for (const Unpaired &row : rows) {
		nlohmann::json json = place_json(row.configuration, row.workload, row.counter);
		json["reason"] = row.reason;
		list.push_back(std::move(json));
	}
	return list;
}

} // namespace

std::string changes_text(const Changes &changes, const ChangesOptions &options)
{
	std::string text = doubts(changes, "  ");
	const auto rows = in_order(changes, options);

	if (!rows.empty())
		text += fmt::format("{:<18} {:>12} {:>12} {:>9}  {:<18} {:<16} {}\n", "verdict", options.before, options.after, "change",
				    "workload", "counter", "configuration; evidence");
	for (const Change *row : rows)
		text += fmt::format("{:<18} {:>12} {:>12} {:>9}  {:<18} {:<16} {}; {}\n", verdict_text(*row, changes.options), figure(row->before),
				    figure(row->after), percent(row->relative), row->workload, row->counter, place(row->configuration),
				    evidence(*row));
	text += unpaired(changes.missing, "missing in " + options.after, "  ") + unpaired(changes.added, "only in " + options.after, "  ");
	return text + (text.empty() ? "" : "\n") + summary(changes) + "\n";
}

std::string changes_markdown(const Changes &changes, const ChangesOptions &options)
{
	std::string text = "### " + options.before + " → " + options.after + "\n\n" + doubts(changes, "- ") + summary(changes) + "\n";
	const auto rows = in_order(changes, options);

	if (!rows.empty())
		text += "\n| verdict | workload | counter | configuration | before | after | change | evidence |\n"
			"| --- | --- | --- | --- | ---: | ---: | ---: | --- |\n";
	for (const Change *row : rows)
		text += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |\n", verdict_text(*row, changes.options), row->workload, row->counter,
				    place(row->configuration), figure(row->before), figure(row->after), percent(row->relative), evidence(*row));
	return text + unpaired(changes.missing, "Missing in " + options.after, "- ") + unpaired(changes.added, "Only in " + options.after, "- ");
}

nlohmann::json changes_json(const Changes &changes, const ChangesOptions &options)
{
	nlohmann::json rows = nlohmann::json::array();
	nlohmann::json counts = nlohmann::json::object();

	for (const Change &row : changes.rows)
		rows.push_back(change_json(row));
	for (const Verdict verdict : compare::verdicts)
		counts[std::string{compare::to_string(verdict)}] = changes.count(verdict);
	return {{"schema_version", changes_schema_version}, {"before", options.before}, {"after", options.after},
		{"accelerator", changes.accelerator}, {"threshold", changes.options.threshold}, {"level", changes.options.level},
		{"trustworthy", changes.doubts.empty()}, {"doubts", changes.doubts}, {"unlike", changes.unlike}, {"counts", std::move(counts)}, {"rows", std::move(rows)},
		{"missing", unpaired_json(changes.missing)}, {"added", unpaired_json(changes.added)}};
}

} // namespace matrix::report
