// SPDX-License-Identifier: GPL-2.0
//
// What loading the policies took in the boots, as hookload said.
//
//   nlohmann::json rows = collect::loads(results);
//   rows[0];   // {"variant", "dispatch", "stack", "scenario", "boots", "programs", "open": {"clock_ns", "cpu_ns"}, …}
#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "matrix/collect/boot_result.h"

namespace matrix::collect {

// A row for each configuration that attached something, in the order of `results`: medians
// over its boots. The parts are those of docs/hookload-json.md.
nlohmann::json loads(const std::vector<BootResult> &results);

} // namespace matrix::collect
