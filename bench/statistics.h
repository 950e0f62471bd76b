// SPDX-License-Identifier: GPL-2.0
//
// What is derived from raw samples. The raw samples stay in the results; these
// figures are computed from them wherever they are shown.
//
//   bench::Summary summary = bench::summarize(samples);
//   if (summary.count != 0)
//           fmt::print("{} (min {}, max {})\n", summary.median, summary.min, summary.max);
//   double p90 = bench::quantile(bench::sorted(samples), 0.9);
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace bench {

struct Summary {
	std::size_t count = 0;
	double min = 0;
	double median = 0;
	double max = 0;
	double spread = 0; // the distance from the first to the third quartile
};

std::vector<double> sorted(std::span<const double> samples);

// The sample of which a share `q` (0 to 1) is not above it: the nearest rank,
// never an average of two, so that an exact count stays an exact count.
double quantile(std::span<const double> ascending, double q);

Summary summarize(std::span<const double> samples);

} // namespace bench
