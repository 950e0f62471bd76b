// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/exactness.h"

#include <algorithm>
#include <map>

#include "bench/statistics.h"

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

std::set<Key> inexact_rows(const std::vector<Cell> &cells)
{
	std::set<Key> inexact;
	std::map<Key, double> medians;

	for (const Cell &cell : cells) {
		if (!cell.ok() || !cell.counted())
			continue;
		const Key key = key_of(cell);
		const double median = medians.try_emplace(key, cell.median()).first->second;
		if (median != cell.median() || !cell.steady())
			inexact.insert(key);
	}
	return inexact;
}

} // namespace matrix::compare
