// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/stacks.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "bench/statistics.h"
#include "matrix/lsm/stack.h"
#include "matrix/report/answer.h"
#include "matrix/plan/scenario.h"
#include "matrix/report/model.h"

namespace matrix::report {

namespace {

using compare::Comparison;
using compare::Configuration;

// A write to an open file, and what goes by a name: most LSMs are asked at one of them.
constexpr std::array<const char *, 2> shown{"eventfd_write", "open_close"};

std::string on_workload(const Comparison &comparison, const std::vector<const Configuration *> &rows,
			const std::string &workload, const std::string &counter)
{
	std::vector<std::pair<double, std::string>> costs;
	std::vector<std::string> words;

	for (const Configuration *row : rows)
		if (const auto cost = comparison.cost(*row, workload, counter); cost && !comparison.inexact_cost(*row, workload, counter))
			costs.emplace_back(cost->absolute, fmt::format("{} {} ({})", row->stack, signed_text(cost->absolute),
									percent_text(cost->percent)));
	std::stable_sort(costs.begin(), costs.end(), [](const auto &one, const auto &other) { return one.first < other.first; });
	for (const auto &[cost, text] : costs)
		words.push_back(text);
	return fmt::format("{}", fmt::join(words, ", "));
}

// "Under policies, idle, bpf-lsm (list) costs over none on eventfd_write: landlock:1,bpf +28 (+5.2 %), …"
std::vector<std::string> policy_sentences(const Comparison &comparison, const std::string &counter)
{
	std::vector<std::string> sentences;

	for (const plan::Scenario &scenario : plan::scenario_table()) {
		std::vector<const Configuration *> rows;
		for (const Configuration &row : comparison.configurations())
			if (row.scenario == scenario.name && has_policy(row) && is_default_dispatch(comparison, row))
				rows.push_back(&row);
		for (const char *workload : shown) {
			if (scenario.on_one_hook != 0 && workload != std::string_view{headline})
				continue; // programs that are on the way of another system call
			const std::string costs = on_workload(comparison, rows, workload, counter);
			if (!costs.empty())
				sentences.push_back(fmt::format("Under policies, {}, {} ({}) costs over none on {}: {}.", scenario.name,
								rows.front()->variant, rows.front()->dispatch, workload, costs));
		}
	}
	return sentences;
}

// The same without bpf; "capability" where nothing else is left.
std::string without_bpf(const std::string &stack)
{
	std::string text;

	const lsm::Stack parsed = lsm::parse_stack(stack);
	for (const lsm::Layer &layer : parsed.layers())
		if (layer.lsm != "bpf")
			text += (text.empty() ? "" : ",") + layer.lsm + (layer.policy.empty() ? "" : ":" + layer.policy);
	return text.empty() ? "capability" : text;
}

struct More {
	std::string where; // "bpf eventfd_write"
	double amount = 0;
};

struct Added {
	unsigned counted = 0;
	unsigned stacks = 0;
	std::vector<More> more; // where it is not nothing
};

// A few are named, many are a range.
std::string text_of(const Added &added)
{
	constexpr std::size_t few = 3;
	std::vector<std::string> words;

	if (added.more.empty())
		return "nothing";
	if (added.more.size() > few) {
		const auto [least, most] = std::minmax_element(added.more.begin(), added.more.end(),
							       [](const More &a, const More &b) { return a.amount < b.amount; });
		return fmt::format("from {} ({}) to {} ({}) on {} of them", signed_text(least->amount), least->where, signed_text(most->amount),
				   most->where, added.more.size());
	}
	for (const More &more : added.more)
		words.push_back(more.where + " " + signed_text(more.amount));
	return fmt::format("{}", fmt::join(words, ", "));
}

void count_added(const Comparison &comparison, const Configuration &with, const std::string &counter, Added &added)
{
	Configuration without = with;
	const unsigned before = added.counted;

	without.stack = without_bpf(with.stack);
	for (const std::string &workload : comparison.workloads()) {
		const compare::Cell *one = comparison.cell(with, workload, counter);
		const compare::Cell *other = comparison.cell(without, workload, counter);
		if (one == nullptr || other == nullptr || !one->ok() || !other->ok() || comparison.inexact(with, workload, counter) ||
		    comparison.inexact(without, workload, counter))
			continue;
		++added.counted;
		if (const double more = one->median() - other->median(); more != 0)
			added.more.push_back({.where = with.stack + " " + workload, .amount = more});
	}
	added.stacks += added.counted > before;
}

std::vector<std::string> idle_sentences(const Comparison &comparison, const std::string &counter)
{
	std::map<std::string, Added> dispatches;
	std::vector<std::string> words;

	for (const Configuration &row : comparison.configurations())
		if (row.scenario == "idle" && without_bpf(row.stack) != row.stack && row.stack != "-")
			count_added(comparison, row, counter, dispatches[row.dispatch]);
	for (const auto &[dispatch, added] : dispatches) {
		if (added.counted == 0)
			continue;
		words.push_back(fmt::format("{} adds {} (stacks: {}, counts: {})", dispatch, text_of(added), added.stacks, added.counted));
	}
	if (words.empty())
		return {};
	return {fmt::format("bpf in lsm= without a program, against the same stack without it, on workloads that count exactly: {}.",
			    fmt::join(words, "; "))};
}

} // namespace

bool has_policy(const compare::Configuration &configuration)
{
	return !lsm::parse_stack(configuration.stack).policies().empty();
}

std::vector<std::string> stack_sentences(const Comparison &comparison, const std::string &counter)
{
	std::vector<std::string> sentences = policy_sentences(comparison, counter);

	if (!comparison.exact()) // which differ all of them, a little
		return sentences;
	for (std::string &text : idle_sentences(comparison, counter))
		sentences.push_back(std::move(text));
	return sentences;
}

} // namespace matrix::report
