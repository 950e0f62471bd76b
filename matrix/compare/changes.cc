// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/changes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include <fmt/format.h>

#include "bench/statistics.h"
#include "matrix/compare/compare.h"
#include "matrix/compare/exactness.h"

namespace matrix::compare {

namespace {

constexpr std::string_view counting = "tcg-icount";

// The boots of each row. `order` says in which order rows appear.
std::map<Key, Boots> rows_of(const Results &results, std::vector<Key> &order)
{
	std::map<Key, Boots> rows;

	for (const Cell &cell : results.cells) {
		Boots &boots = rows[key_of(cell)];
		if (boots.empty())
			order.push_back(key_of(cell));
		boots.push_back(&cell);
	}
	return rows;
}

Boots with_figures(const Boots &boots)
{
	Boots found;

	std::copy_if(boots.begin(), boots.end(), std::back_inserter(found), [](const Cell *cell) { return cell->ok(); });
	return found;
}

std::vector<double> medians(const Boots &boots)
{
	std::vector<double> values;

	std::transform(boots.begin(), boots.end(), std::back_inserter(values), [](const Cell *cell) { return cell->median(); });
	return values;
}

// What the middle half of all samples spans.
Interval span_of(const Boots &boots)
{
	std::vector<double> all;

	for (const Cell *cell : boots)
		all.insert(all.end(), cell->samples.begin(), cell->samples.end());
	const std::vector<double> ascending = bench::sorted(all);
	return {.low = bench::quantile(ascending, 0.25), .high = bench::quantile(ascending, 0.75)};
}

double relative(double before, double after)
{
	if (before == after)
		return 0;
	return before == 0 ? std::numeric_limits<double>::infinity() : after / before - 1;
}

bool overlap(const Interval &a, const Interval &b) { return a.low <= b.high && b.low <= a.high; }

Verdict by_sign(double change) { return change > 0 ? Verdict::worse : Verdict::better; }

void judge_counts(Change &row, const Boots &before, const Boots &after, const ChangeOptions &options)
{
	const Interval from = span_of(before);
	const Interval to = span_of(after);

	row.counted = true;
	row.inexact = inexact(before) || inexact(after);
	row.interval = {.low = relative(from.high, to.low), .high = relative(from.low, to.high)};
	if (row.before == row.after)
		row.verdict = Verdict::equal;
	else if (std::abs(row.relative) <= options.threshold || (row.inexact && overlap(from, to)))
		row.verdict = Verdict::equal_within;
	else if (row.inexact)
		row.verdict = Verdict::inconclusive; // another mode, for all that is known
	else
		row.verdict = by_sign(row.relative);
}

// Before p is adjusted.
void test_times(Change &row, const Boots &before, const Boots &after)
{
	const std::vector<double> from = medians(before);
	const std::vector<double> to = medians(after);

	row.p = mann_whitney(from, to);
	constexpr double anything = std::numeric_limits<double>::infinity();
	row.interval = std::find(from.begin(), from.end(), 0.0) == from.end() ? bootstrap_change(from, to) : Interval{-anything, anything};
}

// Among so many rows.
void judge_times(Change &row, std::size_t rows, const ChangeOptions &options)
{
	const bool one_sided = row.interval.low > 0 || row.interval.high < 0;
	const bool within = row.interval.low >= -options.threshold && row.interval.high <= options.threshold;

	if (least_p(row.boots_before, row.boots_after) * static_cast<double>(rows) >= options.level)
		row.verdict = Verdict::too_few;
	else if (row.p < options.level && one_sided && std::abs(row.relative) > options.threshold)
		row.verdict = by_sign(row.relative);
	else
		row.verdict = within ? Verdict::equal_within : Verdict::inconclusive;
}

void adjust_and_judge(std::vector<Change> &rows, const ChangeOptions &options)
{
	std::vector<Change *> tested;
	std::vector<double> ps;

	for (Change &row : rows) {
		if (row.counted)
			continue;
		tested.push_back(&row);
		ps.push_back(row.p);
	}
	const std::vector<double> adjusted = holm(ps);
	for (std::size_t i = 0; i < tested.size(); ++i) {
		tested[i]->p = adjusted[i];
		judge_times(*tested[i], tested.size(), options);
	}
}

Change change_of(const Key &key, const Boots &before, const Boots &after, const ChangeOptions &options)
{
	Change row{.configuration = std::get<0>(key), .workload = std::get<1>(key), .counter = std::get<2>(key), .unit = after.front()->unit,
		   .before = bench::summarize(medians(before)).median, .after = bench::summarize(medians(after)).median,
		   .relative = 0, .boots_before = before.size(), .boots_after = after.size(), .counted = false, .p = 1, .inexact = false, .interval = {},
		   .verdict = Verdict::inconclusive};

	row.relative = relative(row.before, row.after);
	if (after.front()->accelerator == counting)
		judge_counts(row, before, after, options);
	else
		test_times(row, before, after);
	return row;
}

Unpaired unpaired(const Key &key, const Cell *cell)
{
	return {.configuration = std::get<0>(key), .workload = std::get<1>(key), .counter = std::get<2>(key), .reason = cell == nullptr ? "" : cell->reason,
		.failed = cell != nullptr && cell->status == "failed"};
}

std::string cpu_of(const Results &results)
{
	const auto guest = results.context.find("guest");

	return guest == results.context.end() || !guest->is_object() ? "" : guest->value("cpu", "");
}

void add_doubts(std::vector<std::string> &doubts, const Results &results, std::string_view which)
{
	const Comparison comparison{results};

	for (const Pair &pair : comparison.pairs()) {
		for (const Pair::Difference &difference : pair.differences)
			doubts.push_back(fmt::format("two boots of the same in the {} set differ: {} {} {} {}, {} {}: {} and {}", which,
						     pair.configuration.variant, pair.configuration.dispatch, pair.configuration.stack,
						     pair.configuration.scenario, difference.workload, difference.counter, difference.first,
						     difference.second));
	}
}

tl::unexpected<base::Error> not_comparable(const char *id, std::string reason, std::string hint)
{
	return base::fail({.id = id, .code = base::ExitCode::not_comparable, .action = "compare the two sets of results", .object = {},
			   .reason = std::move(reason), .hint = std::move(hint), .errnum = 0});
}

base::Result<std::string> common_accelerator(const Results &before, const Results &after)
{
	std::set<std::string> seen;

	for (const Results *results : {&before, &after})
		for (const Cell &cell : results->cells)
			seen.insert(cell.accelerator);
	if (seen.empty())
		return not_comparable("nothing-in-common", "there is no row in them", "hookmatrix run writes results");
	if (seen.size() > 1)
		return not_comparable("accelerators-differ", "there are rows of " + *seen.begin() + " and of " + *std::next(seen.begin()),
				      "measure both with the same accelerator");
	if (*seen.begin() != counting && cpu_of(before) != cpu_of(after))
		return not_comparable("cpus-differ", "one is of " + cpu_of(before) + ", the other of " + cpu_of(after),
				      "times of two processors have no difference: measure both on one");
	return *seen.begin();
}

void pair_up(Changes &changes, const Results &before, const Results &after)
{
	std::vector<Key> old_order;
	std::vector<Key> new_order;
	const auto old_rows = rows_of(before, old_order);
	const auto new_rows = rows_of(after, new_order);

	for (const Key &key : new_order) {
		const Boots here = with_figures(new_rows.at(key));
		const auto there = old_rows.find(key);
		const Boots was = there == old_rows.end() ? Boots{} : with_figures(there->second);
		if (!here.empty() && !was.empty())
			changes.rows.push_back(change_of(key, was, here, changes.options));
		else if (!was.empty())
			changes.missing.push_back(unpaired(key, new_rows.at(key).front()));
		else if (!here.empty())
			changes.added.push_back(unpaired(key, there == old_rows.end() ? nullptr : there->second.front()));
	}
	for (const Key &key : old_order)
		if (!new_rows.contains(key) && !with_figures(old_rows.at(key)).empty())
			changes.missing.push_back(unpaired(key, nullptr));
}

} // namespace

std::string_view to_string(Verdict verdict)
{
	switch (verdict) {
	case Verdict::better:
		return "better";
	case Verdict::worse:
		return "worse";
	case Verdict::equal:
		return "equal";
	case Verdict::equal_within:
		return "equal within";
	case Verdict::too_few:
		return "too few samples";
	case Verdict::inconclusive:
		break;
	}
	return "inconclusive";
}

std::size_t Changes::count(Verdict verdict) const
{
	return static_cast<std::size_t>(
		std::count_if(rows.begin(), rows.end(), [&](const Change &row) { return row.verdict == verdict; }));
}

bool Changes::worse() const
{
	return count(Verdict::worse) != 0 || std::any_of(missing.begin(), missing.end(), [](const Unpaired &row) { return row.failed; });
}

base::Result<Changes> find_changes(const Results &before, const Results &after, const ChangeOptions &options)
{
	auto accelerator = common_accelerator(before, after);
	if (!accelerator)
		return tl::unexpected(accelerator.error());
	Changes changes{.options = options, .accelerator = std::move(*accelerator), .rows = {}, .missing = {}, .added = {}, .doubts = {}};

	pair_up(changes, before, after);
	if (changes.rows.empty())
		return not_comparable("nothing-in-common", "no configuration, workload and counter has a figure in both",
				      "run the same set for both");
	adjust_and_judge(changes.rows, options);
	if (changes.accelerator == counting) {
		add_doubts(changes.doubts, before, "old");
		add_doubts(changes.doubts, after, "new");
	}
	return changes;
}

} // namespace matrix::compare
