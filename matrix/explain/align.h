// SPDX-License-Identifier: GPL-2.0
//
// Two sequences of calls side by side: what both have stands in one row.
//
//   for (const explain::Row &row : explain::align(of_a, of_b))
//           if (row.difference() != 0) mark(row);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "matrix/explain/calls.h"

namespace matrix::explain {

struct Row {
	std::string function;
	unsigned depth = 0;
	std::optional<std::uint64_t> a; // instructions; nothing where there is no such call
	std::optional<std::uint64_t> b;

	[[nodiscard]] std::int64_t difference() const
	{
		return static_cast<std::int64_t>(b.value_or(0)) - static_cast<std::int64_t>(a.value_or(0));
	}
};

// The longest common subsequence of function and depth, by Myers' algorithm. Where the
// sequences have too little in common for that, the rest of one stands before that of
// the other. The rows of either side are all of its calls, in their order.
std::vector<Row> align(const std::vector<Call> &a, const std::vector<Call> &b);

// The sums of each function; the largest difference first.
std::vector<Row> by_function(const std::vector<Row> &rows);

} // namespace matrix::explain
