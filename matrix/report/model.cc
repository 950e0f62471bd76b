// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/model.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "matrix/plan/scenario.h"
#include "matrix/report/answer.h"
#include "matrix/report/method.h"
#include "matrix/report/opening.h"
#include "matrix/report/section.h"
#include "matrix/report/significance.h"

namespace matrix::report {

namespace {

using compare::Cell;
using compare::Comparison;
using compare::Configuration;

std::string section_title(const std::string &scenario)
{
	const plan::Scenario *row = plan::find_scenario(scenario);

	if (row == nullptr)
		return scenario;
	std::string text{row->description};
	text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
	return text;
}

// Each kernel beside its own baseline.
Section make_section(const Comparison &comparison, const std::string &scenario, const std::string &kernel, const std::string &counter)
{
	std::vector<Configuration> configurations;
	for (const Configuration &configuration : comparison.configurations()) {
		const Configuration *none = comparison.baseline_of(configuration);
		if (compare::kernel_suffix(configuration.variant) == kernel && configuration.scenario == scenario &&
		    (none == nullptr || configuration != *none) && is_default_dispatch(comparison, configuration))
			configurations.push_back(configuration);
	}
	Section section = section_of(comparison, configurations, comparison.workloads(), counter);
	section.scenario = scenario;
	section.title = section_title(scenario) + (kernel.empty() ? "" : ", Linux " + kernel.substr(1));
	return section;
}

// A configuration keeps its place, whichever sections it is in.
void number_columns(std::vector<Section> &sections)
{
	std::vector<std::string> seen;

	for (Section &section : sections) {
		for (const std::string &column : section.columns) {
			const auto found = std::find(seen.begin(), seen.end(), column);
			section.places.push_back(static_cast<std::size_t>(found - seen.begin()));
			if (found == seen.end())
				seen.push_back(column);
		}
	}
}

// In the table's order, then what the table does not know. The curve is not among
// the sections but for its first point, which is attached everywhere; nor are policies.
std::vector<std::string> scenarios_of(const Comparison &comparison)
{
	std::vector<std::string> names;

	for (const plan::Scenario &row : plan::scenario_table()) {
		if (row.on_one_hook <= 1 && !row.is_policy())
			names.emplace_back(row.name);
	}
	for (const Configuration &configuration : comparison.configurations()) {
		if (plan::find_scenario(configuration.scenario) == nullptr &&
		    std::find(names.begin(), names.end(), configuration.scenario) == names.end())
			names.push_back(configuration.scenario);
	}
	return names;
}

// As suffixes of their names, in the order of the results.
std::vector<std::string> kernel_suffixes(const Comparison &comparison)
{
	std::vector<std::string> kernels;

	for (const Configuration &configuration : comparison.configurations())
		if (std::string kernel = compare::kernel_suffix(configuration.variant); std::find(kernels.begin(), kernels.end(), kernel) == kernels.end())
			kernels.push_back(std::move(kernel));
	return kernels;
}

bool counted(const Comparison &comparison, const std::string &counter)
{
	const auto &cells = comparison.results().cells;

	return std::any_of(cells.begin(), cells.end(), [&](const Cell &cell) { return cell.counter == counter && cell.ok(); });
}

std::string pairs_of_times_text(const Comparison &comparison)
{
	unsigned compared = 0;
	unsigned too_few = 0;
	std::size_t differences = 0;

	for (const compare::Pair &pair : comparison.pairs()) {
		compared += pair.compared;
		too_few += pair.too_few;
		differences += pair.differences.size();
	}
	if (compared + too_few == 0)
		return "There is no A/A pair in these results: no configuration has two boots, and nothing shows how much times differ from boot to boot.";
	if (compared == 0)
		return fmt::format("A/A: there are too few boots to tell whether times drift: to compare the first half of them with the second on {} rows "
				   "takes {} of each configuration.", too_few, 2 * compare::boots_needed(too_few));
	if (differences == 0)
		return fmt::format("A/A: the first half of the boots of each configuration and the second do not differ significantly, on any of {} rows.", compared);
	return fmt::format("A/A: the first half of the boots and the second differ significantly on {} of {} rows: the machine drifted. Differences as "
			   "small as those listed here mean nothing.", differences, compared);
}

std::string pairs_text(const Comparison &comparison)
{
	if (!comparison.exact() && !comparison.results().cells.empty())
		return pairs_of_times_text(comparison);
	unsigned compared = 0;
	std::size_t differences = 0;
	std::set<std::string> variants;

	for (const compare::Pair &pair : comparison.pairs()) {
		compared += pair.compared;
		differences += pair.differences.size();
		variants.insert(pair.configuration.variant);
	}
	if (compared == 0)
		return "There is no A/A pair in these results: nothing shows that the counts do not drift from boot to boot.";
	const std::string what = fmt::format("{} of {} medians", compared - differences, compared);
	if (differences == 0)
		return fmt::format("A/A: configurations of {} were booted again, and all {} medians are equal: the counting repeats itself.",
				   fmt::join(variants, ", "), compared);
	return fmt::format("A/A: the same cells were booted again and only {} are equal. Differences as small as those "
			   "listed here mean nothing.", what);
}

// A program that allows does not make an operation shorter: a figure that is less with programs than without is of
// where objects came to lie, and says how small a difference need not be a cost.
std::string placement_text(const Comparison &comparison)
{
	std::size_t exact = 0;
	std::size_t less = 0;
	double most = 0;

	if (!comparison.exact())
		return {};
	for (const Configuration &configuration : comparison.configurations())
		for (const std::string &workload : comparison.workloads())
			for (const std::string &counter : comparison.counters()) {
				const auto added = comparison.added(configuration, workload, counter);
				if (!added || comparison.inexact_added(configuration, workload, counter))
					continue;
				++exact;
				less += *added < 0;
				most = std::max(most, -*added);
			}
	if (exact == 0)
		return {};
	if (less == 0)
		return fmt::format("No program that allows makes an operation shorter, and none of {} exact figures with programs is less than the same kernel's without: nothing "
				   "here shows that it matters where objects lie.", exact);
	return fmt::format("That alone does not make each small difference a cost. No program that allows makes an operation shorter, and {} of {} exact figures with programs "
			   "{} less than the same kernel's without, by up to {}: then objects lie elsewhere, in another page of a slab, say.",
			   less, exact, less == 1 ? "is" : "are", count_text(most));
}

// "Not exact here: ptrace (each cell), …": one line, under which all tables stand.
std::string inexact_text(const Comparison &comparison)
{
	if (!comparison.exact())
		return chance_text(comparison);
	std::map<std::string, std::pair<std::size_t, std::size_t>> counts; // not exact, of all
	std::vector<std::string> always;
	std::vector<std::string> words;

	// Of events that are not exact their chapter speaks.
	const auto &counters = comparison.counters();
	for (const Cell &cell : comparison.results().cells) {
		if (!cell.ok() || std::find(counters.begin(), counters.end(), cell.counter) == counters.end())
			continue;
		auto &[inexact, all] = counts[cell.workload];
		inexact += comparison.inexact(cell.configuration, cell.workload, cell.counter);
		++all;
	}
	for (const std::string &workload : comparison.workloads()) {
		const auto &[inexact, all] = counts[workload];
		if (inexact != 0 && inexact == all)
			always.push_back(workload);
		else if (inexact != 0)
			words.push_back(fmt::format("{} ({} of {} cells)", workload, inexact, all));
	}
	if (!always.empty())
		words.insert(words.begin(), fmt::format("{} ({})", fmt::join(always, ", "), always.size() == 1 ? "each cell" : "each cell of these"));
	if (words.empty())
		return {};
	return fmt::format("{}: it, or what it is compared with, is not exact, and the difference may be a mode and no cost. Not exact here: "
			   "{}, because samples of one boot have several values, or boots differ.", inexact_mark, fmt::join(words, ", "));
}

std::vector<Problem> pair_differences(const Comparison &comparison)
{
	std::vector<Problem> rows;

	for (const compare::Pair &pair : comparison.pairs()) {
		for (const auto &difference : pair.differences)
			rows.push_back({.where = configuration_name(comparison, pair.configuration) + ", " +
						 difference.workload + ", " + difference.counter,
					.status = compare::sides_of(pair),
					.reason = count_text(difference.first) + " and " + count_text(difference.second)});
	}
	return rows;
}

std::vector<Problem> failed(const Comparison &comparison)
{
	std::vector<Problem> rows;

	for (const Cell *cell : comparison.not_ok("failed"))
		rows.push_back({.where = configuration_name(comparison, cell->configuration) + ", " + cell->workload + ", " +
					 cell->counter + (cell->boot > 1 ? " (boot " + std::to_string(cell->boot) + ")" : ""),
				.status = "failed", .reason = cell->reason});
	return rows;
}

// What the cells of one counter and one reason have in common.
struct Skipped {
	unsigned cells = 0;
	std::set<std::string> workloads;
	std::set<std::string> scenarios;
	std::set<std::string> kernels; // with their stacks
};

// "; scenario restrict-filesystems"; nothing where it is every one of them, or too many to be read.
std::string named(const char *what, const std::set<std::string> &names, std::size_t all)
{
	if (names.size() == all || names.size() > 4)
		return {};
	return fmt::format("; {} {}", what, fmt::join(names, ", "));
}

// A counter that a machine lacks is lacking everywhere: one row, not hundreds.
std::vector<Problem> skipped(const Comparison &comparison)
{
	std::map<std::pair<std::string, std::string>, Skipped> groups;
	std::set<std::string> scenarios;
	std::set<std::string> kernels;
	std::vector<Problem> rows;

	for (const compare::Configuration &row : comparison.configurations()) {
		scenarios.insert(row.scenario);
		kernels.insert(column_name(comparison, row));
	}
	for (const Cell *cell : comparison.not_ok("skipped")) {
		Skipped &group = groups[{cell->counter, cell->reason}];
		++group.cells;
		group.workloads.insert(cell->workload);
		group.scenarios.insert(cell->configuration.scenario);
		group.kernels.insert(column_name(comparison, cell->configuration));
	}
	for (const auto &[key, group] : groups)
		rows.push_back({.where = fmt::format("{}, {} cells", key.first, group.cells) + named("workload", group.workloads, comparison.workloads().size()) +
					 named("scenario", group.scenarios, scenarios.size()) + named("on", group.kernels, kernels.size()),
				.status = "skipped", .reason = key.second});
	return rows;
}

} // namespace

Model make_model(const Comparison &comparison)
{
	Model model;

	model.title = "What security hooks cost: override and BPF LSM beside a kernel with neither";
	model.answer = answer(comparison);
	model.opening = opening(comparison);
	model.trustworthy = comparison.pairs_equal();
	model.pairs = pairs_text(comparison);
	model.placement = placement_text(comparison);
	model.inexact = inexact_text(comparison);
	model.pair_differences = pair_differences(comparison);
	for (const std::string &counter : comparison.counters()) {
		for (const std::string &scenario : scenarios_of(comparison)) {
			if (!counted(comparison, counter))
				continue;
			for (const std::string &kernel : kernel_suffixes(comparison)) {
				Section section = make_section(comparison, scenario, kernel, counter);
				if (!section.columns.empty())
					model.sections.push_back(std::move(section));
			}
		}
	}
	number_columns(model.sections);
	model.failed = failed(comparison);
	model.skipped = skipped(comparison);
	model.method = method(comparison);
	model.facts = facts(comparison);
	return model;
}

std::string pairs_verdict(const Model &model) { return (model.trustworthy ? "" : "Not shown to be trustworthy. ") + model.pairs; }

} // namespace matrix::report
