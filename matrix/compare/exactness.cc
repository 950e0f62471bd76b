// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/exactness.h"

#include <algorithm>
#include <map>

#include "bench/statistics.h"
#include "bench/workload.h"

namespace matrix::compare {

namespace {

// One sample of a few is an outlier, whatever its share.
constexpr std::size_t least_of_a_mode = 2;
constexpr std::size_t mode_share = 8;

} // namespace

bool one_mode(std::span<const double> samples)
{
	const bench::Summary summary = bench::summarize(samples);
	const std::vector<double> ascending = bench::sorted(samples);

	if (summary.spread != 0)
		return false;
	for (auto first = ascending.begin(); first != ascending.end();) {
		const auto last = std::upper_bound(first, ascending.end(), *first);
		const auto count = static_cast<std::size_t>(last - first);
		if (*first != summary.median && count >= least_of_a_mode && count * mode_share >= ascending.size())
			return false;
		first = last;
	}
	return true;
}

bool inexact(const Boots &boots)
{
	const bench::WorkloadRow *workload = boots.empty() ? nullptr : bench::find_workload(boots.front()->workload);

	if (workload != nullptr && workload->pace.by_place)
		return true;
	return std::any_of(boots.begin(), boots.end(),
			   [&](const Cell *cell) { return !cell->steady() || cell->median() != boots.front()->median(); });
}

std::set<Key> inexact_rows(const std::vector<Cell> &cells)
{
	std::map<Key, Boots> rows;
	std::set<Key> found;

	for (const Cell &cell : cells)
		if (cell.ok() && cell.counted())
			rows[key_of(cell)].push_back(&cell);
	for (const auto &[key, boots] : rows)
		if (inexact(boots))
			found.insert(key);
	return found;
}

} // namespace matrix::compare
