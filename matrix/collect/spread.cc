// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/spread.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>

namespace matrix::collect {

std::vector<std::size_t> spread(const std::vector<std::size_t> &items)
{
	// The item whose turn is k-th stands at the fractional part of k / φ of the whole.
	std::vector<double> places(items.size());
	for (std::size_t k = 0; k < places.size(); ++k)
		places[k] = std::fmod(static_cast<double>(k) / std::numbers::phi, 1.0);

	std::vector<std::size_t> turns(items.size());
	std::iota(turns.begin(), turns.end(), std::size_t{0});
	std::ranges::sort(turns, {}, [&](std::size_t turn) { return places[turn]; });

	std::vector<std::size_t> order(items.size());
	for (std::size_t i = 0; i < items.size(); ++i)
		order[turns[i]] = items[i];
	return order;
}

// std::shuffle() may be another one in another library.
std::vector<std::size_t> shuffled(std::vector<std::size_t> items, std::uint64_t seed)
{
	std::mt19937_64 random{seed};

	for (std::size_t left = items.size(); left > 1; --left)
		std::swap(items[left - 1], items[random() % left]);
	return items;
}

} // namespace matrix::collect
