// SPDX-License-Identifier: GPL-2.0
#include "matrix/cost/minimise.h"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace matrix::cost {

namespace {

using Set = std::vector<std::size_t>;

// `parts` of nearly the same size, none of them empty.
std::vector<Set> split(const Set &all, std::size_t parts)
{
	std::vector<Set> result;

	for (std::size_t i = 0; i < parts; i++)
		result.emplace_back(all.begin() + static_cast<std::ptrdiff_t>(all.size() * i / parts),
				    all.begin() + static_cast<std::ptrdiff_t>(all.size() * (i + 1) / parts));
	return result;
}

Set without(const Set &all, const Set &part)
{
	Set rest;

	std::ranges::set_difference(all, part, std::back_inserter(rest));
	return rest;
}

// The first of the sets that is bad; the end when none is.
base::Result<const Set *> first_bad(const std::vector<Set> &sets, const Trial &trial)
{
	for (const Set &set : sets) {
		const auto outcome = trial(set);
		if (!outcome)
			return tl::unexpected(outcome.error());
		if (*outcome == Outcome::bad)
			return &set;
	}
	return nullptr;
}

} // namespace

base::Result<std::vector<std::size_t>> minimise(std::size_t count, const Trial &trial)
{
	Set bad(count);
	std::size_t parts = 2;

	std::iota(bad.begin(), bad.end(), std::size_t{0});
	while (bad.size() > 1) {
		const std::vector<Set> pieces = split(bad, parts);
		const auto piece = first_bad(pieces, trial);
		if (!piece)
			return tl::unexpected(piece.error());
		if (*piece != nullptr) {
			bad = **piece;
			parts = 2;
			continue;
		}
		// Of two pieces, each is what is left without the other.
		std::vector<Set> rests;
		if (parts > 2)
			std::ranges::transform(pieces, std::back_inserter(rests), [&bad](const Set &each) { return without(bad, each); });
		const auto rest = first_bad(rests, trial);
		if (!rest)
			return tl::unexpected(rest.error());
		if (*rest != nullptr) {
			bad = **rest;
			parts = std::max<std::size_t>(parts - 1, 2);
		} else if (parts == bad.size()) {
			break;
		} else {
			parts = std::min(parts * 2, bad.size());
		}
	}
	return bad;
}

} // namespace matrix::cost
