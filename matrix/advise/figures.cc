// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/figures.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "matrix/build/variants.h"
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

// How near a measured configuration is to what runs: the module with labels or profiles
// decides, then how many of the others are the same, then how hooks reach them.
int nearness(const Configuration &measured, const LsmStack &stack, const std::string &dispatch)
{
	int score = measured.dispatch == dispatch + "-always" && stack.runs("bpf") ? 2 : measured.dispatch == dispatch ? 1 : 0;

	const lsm::Stack layers = lsm::parse_stack(measured.stack);
	for (const lsm::Layer &layer : layers.layers())
		score += stack.runs(layer.lsm) ? (is_exclusive(layer.lsm) ? 1000 : 20) : (is_exclusive(layer.lsm) ? -1000 : -10);
	return score;
}

std::string dispatch_of(const Release &release) { return release.before({6, 12}) ? "list" : "static-call"; }

const Configuration *nearest(const Results &results, const LsmStack &stack, const Release &release)
{
	const Configuration *best = nullptr;
	const std::string dispatch = dispatch_of(release);

	for (const Cell &cell : results.cells) {
		const Configuration &each = cell.configuration;
		const bool mainline = each.dispatch == "list" || each.dispatch == "list-always" || each.dispatch.starts_with("static-call");
		if (each.variant != "bpf-lsm" || each.scenario != "idle" || !mainline)
			continue;
		if (best == nullptr || nearness(each, stack, dispatch) > nearness(*best, stack, dispatch))
			best = &each;
	}
	return best;
}

std::optional<double> instructions(const Results &results, const Configuration &configuration, const std::string &workload)
{
	for (const Cell &cell : results.cells)
		if (cell.configuration == configuration && cell.workload == workload && cell.counter == "instructions" && cell.ok())
			return cell.median();
	return std::nullopt;
}

std::string kernel_of(const Results &results)
{
	const auto &context = results.context;

	if (!context.is_object() || !context.contains("kernels") || !context["kernels"].is_object())
		return {};
	for (const auto &[name, kernel] : context["kernels"].items())
		if (const auto at = nlohmann::json::json_pointer{"/release"}; kernel.contains(at) && kernel[at].is_string())
			return kernel[at].get<std::string>();
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

} // namespace

const std::vector<std::string> &usual_workloads()

{
	static const std::vector<std::string> names{"eventfd_write", "open_close", "stat", "mmap_munmap", "unix_dgram", "execve"};
	return names;
}

Figures figures_of(const Results &results, const LsmStack &stack, const Release &release, const std::vector<std::string> &workloads,
		   const std::string &file)
{
	Figures figures;

	figures.file = file;
	figures.kernel = kernel_of(results);
	if (results.context.is_object())
		figures.accelerator = results.context.value("accelerator", "");
	figures.columns.push_back({"none", {"none", "-", "-", "idle"}});
	if (const Configuration *today = stack.running.empty() ? nullptr : nearest(results, stack, release); today != nullptr) {
		figures.caveat = fmt::format("the nearest that was measured: stack {}, with the project's policies, dispatch {}; yours runs {} with {}", today->stack,
					     today->dispatch, fmt::join(stack.running, ","),
					     !release.known() ? "what its release has" : release.before({6, 12}) ? "lists" : "static calls");
		figures.columns.push_back({"today", *today});
	}
	figures.columns.push_back({"override", {"override", "gate", "-", "idle"}});
	figures.columns.push_back({"override, programs", {"override", "gate", "-", "noop-all"}});
	figures.columns.push_back({"bpf-lsm", {"bpf-lsm", "list", "bpf", "idle"}});
	figures.columns.push_back({"bpf-lsm, programs", {"bpf-lsm", "list", "bpf", "noop-all"}});
	for (const std::string &workload : workloads) {
		FigureRow row{.workload = workload, .instructions = {}};
		for (const FigureColumn &column : figures.columns)
			row.instructions.push_back(instructions(results, column.configuration, workload));
		figures.rows.push_back(std::move(row));
	}
	figures.weights = weights(results, figures.columns);
	return figures;
}

} // namespace matrix::advise
