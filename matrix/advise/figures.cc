// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/figures.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <set>

#include "matrix/build/variants.h"
#include "matrix/compare/exactness.h"
#include "matrix/compare/weights.h"
#include "matrix/lsm/stack.h"

namespace matrix::advise {

namespace {

using compare::Cell;
using compare::Configuration;
using compare::Results;

// The ones with labels or profiles.
bool is_exclusive(const std::string &name)
{
	const Lsm *lsm = find_lsm(name, {});
	return lsm != nullptr && lsm->exclusive;
}

// How like what runs a measured stack is: the module with labels or profiles decides, then how
// many of the others are the same. A process in a Landlock domain is no ordinary one.
int likeness(const std::string &stack, const LsmStack &running)
{
	int score = 0;

	const lsm::Stack layers = lsm::parse_stack(stack);
	for (const lsm::Layer &layer : layers.layers()) {
		const int weight = is_exclusive(layer.lsm) ? 1000 : 10;
		if (layer.lsm == "landlock" && !layer.policy.empty())
			score -= 5000;
		else if (layer.lsm != "capability") // which every kernel has
			score += running.runs(layer.lsm) ? 2 * weight : -weight;
	}
	return score;
}

std::string dispatch_of(const Release &release) { return release.before({6, 12}) ? "list" : "static-call"; }

// How well a dispatch stands for another one, from 0 to 2; nothing: not at all.
using Likeness = std::function<std::optional<int>(const std::string &dispatch)>;

Likeness as_mainline(const LsmStack &stack, const Release &release)
{
	return [always = stack.runs("bpf"), usual = dispatch_of(release)](const std::string &dispatch) -> std::optional<int> {
		if (dispatch != "list" && dispatch != "list-always" && !dispatch.starts_with("static-call"))
			return std::nullopt;
		return dispatch == usual + "-always" && always ? 2 : dispatch == usual ? 1 : 0;
	};
}

Likeness as_ours(const std::string &wanted)
{
	return [wanted](const std::string &dispatch) -> std::optional<int> {
		if (dispatch.ends_with("-always"))
			return std::nullopt;
		return dispatch == wanted ? 2 : dispatch == "list" ? 1 : 0;
	};
}

// `same`: of stacks that are as like, this one.
const Configuration *nearest(const Results &results, const std::string &variant, const LsmStack &stack, const Likeness &dispatch_likeness, const Configuration *same = nullptr)
{
	const Configuration *best = nullptr;
	int most = 0;

	for (const Cell &cell : results.cells) {
		const Configuration &each = cell.configuration;
		const std::optional<int> dispatch = dispatch_likeness(each.dispatch);
		if (each.variant != variant || each.scenario != "idle" || !dispatch)
			continue;
		const int score = likeness(each.stack, stack) + *dispatch + (same != nullptr && same->stack == each.stack ? 4 : 0);
		if (best != nullptr && score <= most)
			continue;
		best = &each;
		most = score;
	}
	return best;
}

bool measured(const Results &results, const Configuration &configuration)
{
	return std::ranges::any_of(results.cells, [&](const Cell &cell) { return cell.configuration == configuration; });
}

// "override-6.1", where results have it.
std::string variant_of(const Results &results, const std::string &family, const std::string &kernel)
{
	const std::string name = fmt::format("{}-{}", family, kernel);

	return std::ranges::any_of(results.cells, [&](const Cell &cell) { return cell.configuration.variant == name; }) ? name : family;
}

std::optional<double> instructions(const Results &results, const Configuration &configuration, const std::string &workload)
{
	for (const Cell &cell : results.cells)
		if (cell.configuration == configuration && cell.workload == workload && cell.counter == "instructions" && cell.ok())
			return cell.median();
	return std::nullopt;
}

// The release of a kernel that was counted.
std::string kernel_of(const Results &results, const std::vector<FigureColumn> &columns)
{
	for (const FigureColumn &column : columns) {
		const std::string kernel = build::kernel_name(column.configuration.variant, column.configuration.dispatch);
		const auto place = nlohmann::json::json_pointer{"/kernels"} / kernel / "release";
		if (results.context.is_object() && results.context.contains(place) && results.context.at(place).is_string())
			return results.context.at(place).get<std::string>();
	}
	return {};
}

std::vector<WeightRow> weights(const Results &results, const std::vector<FigureColumn> &columns)
{
	std::vector<WeightRow> rows;

	for (const compare::WeightPart &part : compare::weight_parts()) {
		WeightRow row{.part = part.head, .bytes = {}};
		for (const auto &[title, its] : columns)
			row.bytes.push_back(compare::weight_of(results.context, build::kernel_name(its.variant, its.dispatch), part));
		if (std::ranges::any_of(row.bytes, [](const auto &value) { return value.has_value(); }))
			rows.push_back(std::move(row));
	}
	return rows;
}

// What runs today, and how far what was measured is from it.
void add_today(const Configuration &today, const LsmStack &stack, const Release &release, Figures &figures)
{
	figures.columns.push_back({"today", today});
	figures.caveat = fmt::format("today: the nearest that was measured, stack {}, dispatch {}; yours runs {} with {}{}. Where a policy stands behind a name "
				     "(with :), the process that is counted is confined by it",
				     today.stack, today.dispatch, fmt::join(stack.running, ","),
				     !release.known() ? "what its release has" : release.before({6, 12}) ? "lists" : "static calls",
				     stack.runs("bpf") && !today.dispatch.ends_with("-always") ? ", and calls bpf at each hook, which was not measured with this stack" : "");
}

// The kernel that is recommended, with the stack that is nearest to what runs.
void add_framework(const Results &results, const LsmStack &stack, const ToCome &next, Figures &figures)
{
	const std::string variant = variant_of(results, "bpf-lsm", next.kernel);
	const auto today = std::ranges::find(figures.columns, "today", &FigureColumn::title);
	LsmStack with_bpf = stack;

	if (!stack.runs("bpf"))
		with_bpf.running.emplace_back("bpf");
	const Configuration *best = nearest(results, variant, with_bpf, as_ours(next.dispatch), today == figures.columns.end() ? nullptr : &today->configuration);
	const Configuration idle = best != nullptr && best->stack != "capability" ? *best : Configuration{variant, next.dispatch, "bpf", "idle"};
	Configuration programs = idle;
	programs.scenario = "noop-all";
	const bool has_programs = idle.stack == "bpf" || measured(results, programs);
	if (!has_programs)
		programs.stack = "bpf";
	figures.columns.push_back({"bpf-lsm", idle});
	figures.columns.push_back({has_programs ? "bpf-lsm, programs" : "bpf alone, programs", programs});
	figures.framework = fmt::format("bpf-lsm: stack {}, dispatch {}{}", idle.stack, idle.dispatch,
					idle.dispatch == next.dispatch ? "" : fmt::format(", as {} was not measured with it", next.dispatch));
}

} // namespace

const std::vector<std::string> &usual_workloads()
{
	static const std::vector<std::string> names{"eventfd_write", "open_close", "stat", "mmap_munmap", "unix_dgram", "execve"};
	return names;
}

Figures figures_of(const Results &results, const LsmStack &stack, const Release &release, const std::vector<std::string> &workloads,
		   const std::string &file, const ToCome &next)
{
	const std::set<compare::Key> inexact = compare::inexact_rows(results.cells);
	const std::string override_variant = variant_of(results, "override", next.kernel);
	Figures figures;

	figures.file = file;
	if (results.context.is_object())
		figures.accelerator = results.context.value("accelerator", "");
	figures.columns.push_back({"none", {variant_of(results, "none", next.kernel), "-", "-", "idle"}});
	if (!stack.running.empty())
		if (const Configuration *today = nearest(results, variant_of(results, "bpf-lsm", next.kernel), stack, as_mainline(stack, release)); today != nullptr)
			add_today(*today, stack, release, figures);
	figures.columns.push_back({"override", {override_variant, "gate", "-", "idle"}});
	figures.columns.push_back({"override, programs", {override_variant, "gate", "-", "noop-all"}});
	add_framework(results, stack, next, figures);
	figures.kernel = kernel_of(results, figures.columns);
	for (const std::string &workload : workloads) {
		FigureRow row{.workload = workload, .instructions = {}};
		for (const FigureColumn &column : figures.columns) {
			row.instructions.push_back(instructions(results, column.configuration, workload));
			row.inexact.push_back(inexact.contains({column.configuration, workload, "instructions"}));
		}
		figures.rows.push_back(std::move(row));
	}
	figures.weights = weights(results, figures.columns);
	return figures;
}

} // namespace matrix::advise
