// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/rows.h"

#include <algorithm>
#include <iterator>

namespace matrix::compare {

std::map<Key, Boots> ok_rows(const std::vector<Cell> &cells)
{
	std::map<Key, Boots> rows;

	for (const Cell &cell : cells)
		if (cell.ok())
			rows[key_of(cell)].push_back(&cell);
	for (auto &[key, boots] : rows)
		std::stable_sort(boots.begin(), boots.end(), [](const Cell *a, const Cell *b) { return a->boot < b->boot; });
	return rows;
}

std::vector<double> medians(const Boots &boots)
{
	std::vector<double> values;

	std::transform(boots.begin(), boots.end(), std::back_inserter(values), [](const Cell *cell) { return cell->median(); });
	return values;
}

} // namespace matrix::compare
