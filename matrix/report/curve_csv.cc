// SPDX-License-Identifier: GPL-2.0
//
// The curve, one line per point: RFC 4180, as matrix.csv.
#include <fmt/format.h>

#include "matrix/report/csv_field.h"
#include "matrix/report/curve.h"
#include "matrix/report/renderer.h"

namespace matrix::report {

base::Result<std::string> render_curve_csv(const compare::Comparison &comparison)
{
	std::string text = "workload,counter,variant,dispatch,stack,programs,median,over_idle,each_further,exact\r\n";

	for (const Curve &curve : curves(comparison)) {
		for (const CurveLine &line : curve.lines) {
			for (const CurvePoint &point : line.points)
				text += fmt::format("{},{},{},{},{},{},{},{},{},{}\r\n", csv_field(curve.workload), csv_field(curve.counter),
						    csv_field(line.kernel.variant), csv_field(line.kernel.dispatch),
						    csv_field(line.kernel.stack), point.programs, point.value, point.added,
						    point.further ? fmt::format("{:.3f}", *point.further) : "",
						    point.inexact ? "no" : "yes");
		}
	}
	return text;
}

} // namespace matrix::report
