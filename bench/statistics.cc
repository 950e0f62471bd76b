// SPDX-License-Identifier: GPL-2.0
#include "bench/statistics.h"

#include <algorithm>
#include <cmath>

namespace bench {

std::vector<double> sorted(std::span<const double> samples)
{
	std::vector<double> copy(samples.begin(), samples.end());

	std::sort(copy.begin(), copy.end());
	return copy;
}

double quantile(std::span<const double> ascending, double q)
{
	if (ascending.empty())
		return 0;
	const double rank = std::ceil(std::clamp(q, 0.0, 1.0) * static_cast<double>(ascending.size()));
	const auto index = static_cast<std::size_t>(std::max(rank, 1.0)) - 1;

	return ascending[index];
}

Summary summarize(std::span<const double> samples)
{
	if (samples.empty())
		return {};
	const std::vector<double> ascending = sorted(samples);

	return {.count = ascending.size(),
		.min = ascending.front(),
		.median = quantile(ascending, 0.5),
		.max = ascending.back(),
		.spread = quantile(ascending, 0.75) - quantile(ascending, 0.25)};
}

} // namespace bench
