// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/binomial.hpp>

#include "bench/statistics.h"

namespace matrix::compare {

namespace {

// Above so many divisions the normal distribution is as good.
constexpr double exact_divisions = 200000;

struct Ranked {
	std::vector<double> ranks; // of a's samples, then of b's; equal samples share the mean of theirs
	double ties = 0;           // sum of t^3 - t
};

Ranked ranked(std::span<const double> a, std::span<const double> b)
{
	std::vector<double> all{a.begin(), a.end()};
	std::vector<std::size_t> order;
	Ranked result;

	all.insert(all.end(), b.begin(), b.end());
	order.resize(all.size());
	std::iota(order.begin(), order.end(), std::size_t{0});
	std::sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) { return all[x] < all[y]; });
	result.ranks.resize(all.size());
	for (std::size_t first = 0; first < order.size();) {
		std::size_t last = first;
		while (last + 1 < order.size() && all[order[last + 1]] == all[order[first]])
			++last;
		const auto size = static_cast<double>(last - first + 1);
		const double rank = static_cast<double>(first + last) / 2 + 1;
		for (std::size_t i = first; i <= last; ++i)
			result.ranks[order[i]] = rank;
		result.ties += size * size * size - size;
		first = last + 1;
	}
	return result;
}

double divisions(std::size_t a, std::size_t b)
{
	return boost::math::binomial_coefficient<double>(static_cast<unsigned>(a + b), static_cast<unsigned>(a));
}

// The share of all divisions of these ranks whose sum is at least as far from its mean.
double exact_p(const std::vector<double> &ranks, std::size_t a, double sum)
{
	const double mean = static_cast<double>(a) * static_cast<double>(ranks.size() + 1) / 2;
	const double distance = std::abs(sum - mean) - 1e-9;
	std::vector<char> chosen(ranks.size(), 0);
	double all = 0;
	double as_far = 0;

	std::fill(chosen.begin(), chosen.begin() + static_cast<std::ptrdiff_t>(a), 1);
	do {
		double here = 0;
		for (std::size_t i = 0; i < ranks.size(); ++i)
			here += chosen[i] != 0 ? ranks[i] : 0;
		++all;
		as_far += std::abs(here - mean) >= distance ? 1 : 0;
	} while (std::prev_permutation(chosen.begin(), chosen.end()));
	return as_far / all;
}

double normal_p(double a, double b, double sum, double ties)
{
	const double n = a + b;
	const double variance = a * b / 12 * (n + 1 - ties / (n * (n - 1)));
	const double distance = std::max(0.0, std::abs(sum - a * (n + 1) / 2) - 0.5);

	if (variance <= 0)
		return 1;
	return std::min(1.0, 2 * boost::math::cdf(boost::math::complement(boost::math::normal{}, distance / std::sqrt(variance))));
}

double median_of_some(std::span<const double> samples, std::mt19937_64 &random, std::vector<double> &space)
{
	std::uniform_int_distribution<std::size_t> any{0, samples.size() - 1};

	space.resize(samples.size());
	for (double &value : space)
		value = samples[any(random)];
	// As bench::quantile() has it, without a copy that is sorted: this is done 10000 times for each row.
	const auto middle = space.begin() + static_cast<std::ptrdiff_t>((space.size() - 1) / 2);
	std::nth_element(space.begin(), middle, space.end());
	return *middle;
}

} // namespace

double mann_whitney(std::span<const double> a, std::span<const double> b)
{
	if (a.empty() || b.empty())
		return 1;
	const Ranked all = ranked(a, b);
	const double sum = std::accumulate(all.ranks.begin(), all.ranks.begin() + static_cast<std::ptrdiff_t>(a.size()), 0.0);

	if (a.size() + b.size() <= 40 && divisions(a.size(), b.size()) <= exact_divisions)
		return exact_p(all.ranks, a.size(), sum);
	return normal_p(static_cast<double>(a.size()), static_cast<double>(b.size()), sum, all.ties);
}

double least_p(std::size_t a, std::size_t b) { return a == 0 || b == 0 ? 1 : std::min(1.0, 2 / divisions(a, b)); }

Interval bootstrap_change(std::span<const double> before, std::span<const double> after, unsigned resamplings)
{
	std::mt19937_64 random{20201030}; // any number, always the same
	std::vector<double> space;
	std::vector<double> changes;

	changes.reserve(resamplings);
	for (unsigned i = 0; i < resamplings; ++i) {
		const double from = median_of_some(before, random, space);
		const double to = median_of_some(after, random, space);
		changes.push_back(to / from - 1);
	}
	const std::vector<double> ascending = bench::sorted(changes);
	return {.low = bench::quantile(ascending, 0.025), .high = bench::quantile(ascending, 0.975)};
}

std::vector<double> holm(std::span<const double> ps)
{
	std::vector<std::size_t> order(ps.size());
	std::vector<double> adjusted(ps.size());
	double least = 0;

	std::iota(order.begin(), order.end(), std::size_t{0});
	std::sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) { return ps[x] < ps[y]; });
	for (std::size_t i = 0; i < order.size(); ++i) {
		least = std::max(least, std::min(1.0, ps[order[i]] * static_cast<double>(order.size() - i)));
		adjusted[order[i]] = least;
	}
	return adjusted;
}

} // namespace matrix::compare
