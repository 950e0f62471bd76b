// SPDX-License-Identifier: GPL-2.0
//
// The configurations that the question is about, out of all that were counted.
//
//   const report::Roads roads = report::roads_of(comparison);
//   if (roads.mainline.idle != nullptr) ...
#pragma once

#include <vector>

#include "matrix/compare/compare.h"

namespace matrix::report {

// One kernel, without and with a no-op program on one hook; nullptr: not in the results.
struct Road {
	const compare::Configuration *idle = nullptr;
	const compare::Configuration *attached = nullptr;
};

struct Roads {
	Road hooks;    // override
	Road lsm;      // bpf-lsm of the first dispatch
	Road mainline; // bpf-lsm as Linux 6.12 has it
	Road best;     // bpf-lsm with the other road's trampoline

	[[nodiscard]] std::vector<Road> all() const { return {hooks, lsm, mainline, best}; }
};

Roads roads_of(const compare::Comparison &comparison);

} // namespace matrix::report
