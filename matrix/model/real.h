// SPDX-License-Identifier: GPL-2.0
//
// The model beside real times of the same kernels: how far off it is where it matters.
//
//   if (const auto done = model::add_real(*modelled, timed, model, model::Over::none); !done) return report(done.error());
//   const model::RealChecks checks = model::check_real(*modelled);
//   print(checks.rows, checks.median_error, checks.worst_error, checks.outside);
#pragma once

#include <cstddef>

#include "matrix/model/cells.h"

namespace matrix::model {

// Puts the measured difference to each cell of which `timed` has one: its nanoseconds, or its
// cycles at the clock that hooklab saw. Fails with results-not-timed where `timed` are counts,
// cpus-differ where they are of another processor than the prices, and nothing-in-common
// (all exit 12) where no row of the model is among them.
base::Result<void> add_real(Modelled &modelled, const compare::Comparison &timed, const Model &model, Over over);

// Of the cells whose measured difference is significant: the others say nothing of a model.
struct RealChecks {
	std::size_t rows = 0;
	std::size_t chance = 0;  // cells with real times that may be chance
	std::size_t outside = 0; // rows that lie outside of the range
	double median_error = 0; // of the model's middle, as a share of what was measured
	double worst_error = 0;
};

RealChecks check_real(const Modelled &modelled);

} // namespace matrix::model
