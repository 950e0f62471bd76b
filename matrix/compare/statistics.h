// SPDX-License-Identifier: GPL-2.0
//
// Tests of whether two groups of samples differ. A sample is a boot's median: what is
// measured within one boot shares the boot's memory layout and is one observation.
//
//   double p = compare::mann_whitney(before, after);
//   compare::Interval change = compare::bootstrap_change(before, after);  // of the medians
//   std::vector<double> adjusted = compare::holm(ps);
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace matrix::compare {

// Two-sided p of the Mann-Whitney U test: exact while there are few ways to divide the
// samples, by the normal distribution with corrections for ties and continuity above
// that. 1 when either group is empty.
double mann_whitney(std::span<const double> a, std::span<const double> b);

// The least p that groups of these sizes can have.
double least_p(std::size_t a, std::size_t b);

struct Interval {
	double low = 0;
	double high = 0;
};

// The relative change of the median from `before` to `after`: 95 % of so many
// resamplings lie between. Repeatable: the random numbers are always the same.
// Both groups have samples, and `before` has no zeros.
Interval bootstrap_change(std::span<const double> before, std::span<const double> after, unsigned resamplings = 10000);

// Adjusted by Holm's method, in the order given: to be compared with the level itself.
std::vector<double> holm(std::span<const double> ps);

} // namespace matrix::compare
