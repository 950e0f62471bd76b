// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/changes.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "bench/statistics.h"
#include "matrix/compare/boots.h"
#include "matrix/compare/conditions.h"
#include "matrix/compare/exactness.h"
#include "matrix/compare/pairs.h"
#include "matrix/compare/rows.h"

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

// What the middle half of all samples spans.
Interval span_of(const Boots &boots)
{
	std::vector<double> all;

	for (const Cell *cell : boots)
		all.insert(all.end(), cell->samples.begin(), cell->samples.end());
	const std::vector<double> ascending = bench::sorted(all);
	return {.low = bench::quantile(ascending, 0.25), .high = bench::quantile(ascending, 0.75)};
}

bool overlap(const Interval &a, const Interval &b) { return a.low <= b.high && b.low <= a.high; }

void judge_counts(Change &row, const Boots &before, const Boots &after, const ChangeOptions &options)
{
	const Interval from = span_of(before);
	const Interval to = span_of(after);

	row.counted = true;
	row.inexact = inexact(before) || inexact(after);
	row.interval = {.low = relative_change(from.high, to.low), .high = relative_change(from.low, to.high)};
	if (row.before == row.after)
		row.verdict = Verdict::equal;
	else if (std::abs(row.relative) <= options.threshold || (row.inexact && overlap(from, to)))
		row.verdict = Verdict::equal_within;
	else if (row.inexact)
		row.verdict = Verdict::inconclusive; // another mode, for all that is known
	else
		row.verdict = by_sign(row.relative);
}

void judge_times(std::vector<Change> &rows, const ChangeOptions &options)
{
	std::vector<Difference *> table;

	for (Change &row : rows)
		if (!row.counted)
			table.push_back(&row);
	judge(table, options);
}

Change change_of(const Key &key, const Boots &before, const Boots &after, const ChangeOptions &options)
{
	const std::vector<double> from = medians(before);
	const std::vector<double> to = medians(after);
	const bool counted = after.front()->accelerator == counting;
	Change row;

	if (!counted)
		static_cast<Difference &>(row) = tested(from, to);
	row.configuration = std::get<0>(key);
	row.workload = std::get<1>(key);
	row.counter = std::get<2>(key);
	row.unit = after.front()->unit;
	if (counted) {
		row.before = bench::summarize(from).median;
		row.after = bench::summarize(to).median;
		row.relative = relative_change(row.before, row.after);
		row.boots_before = before.size();
		row.boots_after = after.size();
		judge_counts(row, before, after, options);
	}
	return row;
}

Unpaired unpaired(const Key &key, const Cell *cell)
{
	return {.configuration = std::get<0>(key), .workload = std::get<1>(key), .counter = std::get<2>(key), .reason = cell == nullptr ? "" : cell->reason,
		.failed = cell != nullptr && cell->status == "failed"};
}

void add_doubts(std::vector<std::string> &doubts, const Results &results, std::string_view which, const ChangeOptions &options)
{
	for (const Pair &pair : find_pairs(results.cells, options)) {
		const char *what = pair.boot == 0 ? "the first and the second half of the boots" : "two boots";
		for (const Pair::Difference &difference : pair.differences)
			doubts.push_back(fmt::format("{} of the same in the {} set differ: {} {} {} {}, {} {}: {} and {}", what, which,
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

// What hookbench said of the machines that was not the same for both. Of one configuration
// each, where the sets have more.
std::vector<std::string> unlike_sets(const Results &before, const Results &after)
{
	const auto boots = [](const Results &results) {
		std::set<Configuration> measured;
		for (const Cell &cell : results.cells)
			measured.insert(cell.configuration);
		std::vector<Boot> found = boots_of(results.context);
		std::erase_if(found, [&](const Boot &boot) { return !measured.contains(boot.configuration); });
		return found;
	};

	return unlike({{"OLD", boots(before)}, {"NEW", boots(after)}});
}

// `named` is `before` with the configurations that its rows are to be found by.
base::Result<Changes> changes_of(const Results &before, const Results &named, const Results &after, const ChangeOptions &options)
{
	auto accelerator = common_accelerator(before, after);
	if (!accelerator)
		return tl::unexpected(accelerator.error());
	Changes changes{.options = options, .accelerator = std::move(*accelerator), .rows = {}, .missing = {}, .added = {}, .doubts = {}, .unlike = {}};

	pair_up(changes, named, after);
	if (changes.rows.empty())
		return not_comparable("nothing-in-common", "no configuration, workload and counter has a figure in both",
				      "run the same set for both, or name two configurations: --from CELL --to CELL");
	judge_times(changes.rows, options);
	add_doubts(changes.doubts, before, "old", options);
	add_doubts(changes.doubts, after, "new", options);
	changes.unlike = unlike_sets(before, after);
	return changes;
}

} // namespace

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
	return changes_of(before, before, after, options);
}

base::Result<Changes> find_changes_between(const Results &before, const Results &after, const ChangeOptions &options)
{
	Results named{.context = {}, .cells = before.cells};

	if (!after.cells.empty())
		for (Cell &cell : named.cells)
			cell.configuration = after.cells.front().configuration;
	return changes_of(before, named, after, options);
}

} // namespace matrix::compare
