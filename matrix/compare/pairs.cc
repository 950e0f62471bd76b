// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/pairs.h"

#include <algorithm>
#include <map>
#include <span>

#include "matrix/compare/rows.h"

namespace matrix::compare {

namespace {

Pair &pair_of(std::vector<Pair> &pairs, const Configuration &configuration, unsigned boot)
{
	auto pair = std::find_if(pairs.begin(), pairs.end(), [&](const Pair &row) { return row.configuration == configuration && row.boot == boot; });

	if (pair == pairs.end())
		pair = pairs.insert(pairs.end(), {.configuration = configuration, .boot = boot, .compared = 0, .too_few = 0, .differences = {}});
	return *pair;
}

std::vector<Pair> pairs_of_counts(const std::vector<Cell> &cells)
{
	std::map<Key, const Cell *> firsts;
	std::vector<Pair> pairs;

	for (const Cell &cell : cells)
		if (const Cell *&first = firsts[key_of(cell)]; first == nullptr || cell.boot < first->boot)
			first = &cell;
	for (const Cell &second : cells) {
		const Cell *first = firsts.at(key_of(second));
		if (second.boot < 2 || first == &second || !first->ok() || !second.ok())
			continue;
		Pair &pair = pair_of(pairs, second.configuration, second.boot);
		++pair.compared;
		if (first->median() != second.median())
			pair.differences.push_back({.workload = second.workload, .counter = second.counter,
						    .first = first->median(), .second = second.median()});
	}
	return pairs;
}

struct Halves {
	Key key;
	Difference difference;
};

// In the order of the results.
std::vector<Halves> halves_of(const std::vector<Cell> &cells)
{
	std::map<Key, Boots> rows = ok_rows(cells);
	std::vector<Halves> table;

	for (const Cell &cell : cells) {
		const auto row = rows.find(key_of(cell));
		if (row == rows.end())
			continue;
		const std::vector<double> all = medians(row->second);
		const std::span<const double> boots{all};
		if (all.size() > 1)
			table.push_back({row->first, tested(boots.first(all.size() / 2), boots.subspan(all.size() / 2))});
		rows.erase(row);
	}
	return table;
}

std::vector<Pair> pairs_of_times(const std::vector<Cell> &cells, const ChangeOptions &options)
{
	std::vector<Halves> table = halves_of(cells);
	std::vector<Difference *> rows;
	std::vector<Pair> pairs;

	for (Halves &row : table)
		rows.push_back(&row.difference);
	judge(rows, options);
	for (const Halves &row : table) {
		const auto &[configuration, workload, counter] = row.key;
		Pair &pair = pair_of(pairs, configuration, 0);
		if (row.difference.verdict == Verdict::too_few)
			++pair.too_few;
		else
			++pair.compared;
		if (row.difference.significant())
			pair.differences.push_back({.workload = workload, .counter = counter,
						    .first = row.difference.before, .second = row.difference.after});
	}
	return pairs;
}

} // namespace

std::vector<Pair> find_pairs(const std::vector<Cell> &cells, const ChangeOptions &options)
{
	const bool timed = std::any_of(cells.begin(), cells.end(), [](const Cell &cell) { return !cell.counted(); });

	return timed ? pairs_of_times(cells, options) : pairs_of_counts(cells);
}

std::string sides_of(const Pair &pair)
{
	return pair.boot == 0 ? "the first and the second half of its boots" : "boot 1 and boot " + std::to_string(pair.boot);
}

} // namespace matrix::compare
