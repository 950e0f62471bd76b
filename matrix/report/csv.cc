// SPDX-License-Identifier: GPL-2.0
//
// RFC 4180, numbers with a point and without groups.
#include <fmt/format.h>

#include "bench/statistics.h"
#include "matrix/report/csv_field.h"
#include "matrix/report/renderer.h"
#include "matrix/report/significance.h"

namespace matrix::report {

namespace {

std::string figures(const compare::Comparison &comparison, const compare::Cell &cell)
{
	if (!cell.ok())
		return ",,,,0,,,,";
	const bench::Summary summary = bench::summarize(cell.samples);
	const auto cost = comparison.cost(cell.configuration, cell.workload, cell.counter);
	std::string text = fmt::format("{},{},{},{},{},", summary.median, summary.min, summary.max, summary.spread, summary.count);

	// The cost is that of the first boot, like everywhere, of times that of all boots; the
	// others have none of their own.
	if (cost && cell.boot == 1)
		text += fmt::format("{},{:.3f},", cost->absolute, cost->percent);
	else
		text += ",,";
	if (!cell.counted())
		return text + ",";
	const bool inexact = comparison.inexact(cell.configuration, cell.workload, cell.counter);
	const bool inexact_cost = comparison.inexact_cost(cell.configuration, cell.workload, cell.counter);
	return text + fmt::format("{},{}", inexact ? "no" : "yes", !cost || cell.boot != 1 ? "" : inexact_cost ? "no" : "yes");
}

// Of times: the test of that cost.
std::string test(const compare::Comparison &comparison, const compare::Cell &cell)
{
	const compare::Difference *difference = cell.boot == 1 ? comparison.over_none(cell.configuration, cell.workload, cell.counter) : nullptr;

	return difference == nullptr ? "," : fmt::format("{:.6g},{}", difference->p, significance_text(difference->verdict));
}

} // namespace

base::Result<std::string> render_csv(const compare::Comparison &comparison)
{
	std::string text = "variant,dispatch,stack,scenario,workload,counter,unit,accelerator,boot,programs_attached,"
			   "median,min,max,spread,samples,over_none,over_none_percent,exact,over_none_exact,status,reason,over_none_p,over_none_verdict,node\r\n";

	for (const compare::Cell &cell : comparison.results().cells)
		text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", csv_field(cell.configuration.variant),
				    csv_field(cell.configuration.dispatch), csv_field(cell.configuration.stack),
				    csv_field(cell.configuration.scenario), csv_field(cell.workload), csv_field(cell.counter),
				    csv_field(cell.unit), csv_field(cell.accelerator), cell.boot, cell.programs_attached,
				    figures(comparison, cell), csv_field(cell.status), csv_field(cell.reason), test(comparison, cell), csv_field(cell.node));
	return text;
}

} // namespace matrix::report
