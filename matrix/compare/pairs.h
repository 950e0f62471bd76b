// SPDX-License-Identifier: GPL-2.0
//
// A/A: the same cells, booted again. What differs between them is no kernel, and says
// how little a difference between kernels may be taken for one.
//
//   for (const compare::Pair &pair : compare::find_pairs(results.cells))
//           if (!pair.differences.empty()) doubt(pair.configuration);
#pragma once

#include <string>
#include <vector>

#include "matrix/compare/results.h"
#include "matrix/compare/times.h"

namespace matrix::compare {

// Of counts: two boots, whose medians are equal or not. Of times: the first half of the
// boots and the second, which differ significantly or not (times.h).
struct Pair {
	Configuration configuration;
	unsigned boot = 2; // compared with boot 1; of times 0
	struct Difference {
		std::string workload;
		std::string counter;
		double first = 0;
		double second = 0;
	};
	unsigned compared = 0; // rows
	unsigned too_few = 0;  // rows of times that had too few boots to be compared
	std::vector<Difference> differences;
};

// `options` are of times. Counts are equal or they are not.
std::vector<Pair> find_pairs(const std::vector<Cell> &cells, const ChangeOptions &options = {});

// "boot 1 and boot 2"; "the first and the second half of its boots"
std::string sides_of(const Pair &pair);

} // namespace matrix::compare
