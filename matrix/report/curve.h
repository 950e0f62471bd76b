// SPDX-License-Identifier: GPL-2.0
//
// What programs cost by their number: for each workload a line per kernel, whose
// points are the scenarios that attach 1, 2, … programs to one hook. What they
// add is counted from the same kernel idle, not from `none`.
//
//   for (const report::Curve &curve : report::curves(comparison))
//           for (const report::CurveLine &line : curve.lines)
//                   fmt::print("{}: {:+} the first, {:+} each further\n", line.column, *line.first(), *line.further());
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "matrix/compare/compare.h"

namespace matrix::report {

struct CurvePoint {
	unsigned programs = 0;
	double value = 0; // the median
	double added = 0; // over the same kernel idle
	bool inexact = false; // it, or the kernel idle, is one mode of several
	// What each program since the point before added; none on the first point.
	std::optional<double> further;
};

struct CurveLine {
	compare::Configuration kernel; // with the scenario idle
	std::string column;            // its name: "bpf-lsm bpf"
	std::size_t place = 0;         // its colour, as in the bar plots
	std::vector<CurvePoint> points; // from the fewest programs to the most

	// What the first program adds; nothing when no point has one program alone,
	// or when it is not exact.
	[[nodiscard]] std::optional<double> first() const;
	// What each further one adds, from the first point to the last; nothing of one point, or when
	// one of the two is not exact.
	[[nodiscard]] std::optional<double> further() const;
};

struct Curve {
	std::string workload;
	std::string counter;
	std::vector<CurveLine> lines; // one or more
};

// One for each counter and workload that was counted with more than one program.
std::vector<Curve> curves(const compare::Comparison &comparison);

} // namespace matrix::report
