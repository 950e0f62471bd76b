// SPDX-License-Identifier: GPL-2.0
//
// Delta debugging (Zeller and Hildebrandt 2002, ddmin): of the differences between a good
// and a bad one, a set that is still bad and of which no single one can be left out.
//
//   auto minimal = cost::minimise(count, [&](const std::vector<std::size_t> &chosen) { return try_it(chosen); });
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "loader/base/result.h"

namespace matrix::cost {

enum class Outcome { good, bad, unresolved };

// Called with indices in ascending order; never with all of them, nor with none. An error ends the search.
using Trial = std::function<base::Result<Outcome>(const std::vector<std::size_t> &chosen)>;

// Of 0 … count-1, of which all together are bad and none at all is good.
base::Result<std::vector<std::size_t>> minimise(std::size_t count, const Trial &trial);

} // namespace matrix::cost
