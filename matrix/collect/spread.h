// SPDX-License-Identifier: GPL-2.0
//
// The order in which boots are done. Beside each other in a plan stand those that are
// alike, and that take as long; done in that order, the first tenth says nothing of
// how long the rest takes, and a machine that grows slower makes one kernel slower.
//
//   spread({0, 1, 2, 3, 4, 5, 6, 7})   // 0, 5, 2, 7, 4, 1, 6, 3
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace matrix::collect {

// Steps of the golden ratio: whenever one stops, what is done lies evenly over the whole.
std::vector<std::size_t> spread(const std::vector<std::size_t> &items);

// For what is timed: which boots stand beside each other is chance, the same for the same
// seed on every machine.
std::vector<std::size_t> shuffled(std::vector<std::size_t> items, std::uint64_t seed);

} // namespace matrix::collect
