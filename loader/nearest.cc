// SPDX-License-Identifier: GPL-2.0
#include "loader/nearest.h"

#include <algorithm>
#include <utility>

namespace loader {

std::size_t edit_distance(std::string_view left, std::string_view right)
{
	const std::size_t columns = right.size() + 1;
	std::vector<std::size_t> before(columns), above(columns), row(columns);

	for (std::size_t j = 0; j < columns; j++)
		above[j] = j;
	for (std::size_t i = 1; i <= left.size(); i++) {
		row[0] = i;
		for (std::size_t j = 1; j < columns; j++) {
			const std::size_t change = left[i - 1] == right[j - 1] ? 0 : 1;
			row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
			if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
				row[j] = std::min(row[j], before[j - 2] + 1);
		}
		std::swap(before, above);
		std::swap(above, row);
	}
	return above[right.size()];
}

std::vector<std::string> nearest_names(std::string_view name, const std::vector<std::string> &known, std::size_t count)
{
	std::vector<std::pair<std::size_t, std::string>> found;

	for (const std::string &other : known) {
		std::size_t distance = edit_distance(name, other);
		const bool part = name.size() >= 4 && other.size() >= 4 &&
				  (other.find(name) != std::string::npos || name.find(other) != std::string_view::npos);
		if (part)
			distance = std::min(distance, std::size_t{2});
		if (distance <= name.size() / 2)
			found.emplace_back(distance, other);
	}
	std::ranges::sort(found);
	if (found.size() > count)
		found.resize(count);

	std::vector<std::string> names;
	for (auto &entry : found)
		names.push_back(std::move(entry.second));
	return names;
}

} // namespace loader
