// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/curve.h"

#include <algorithm>

#include "matrix/plan/scenario.h"
#include "matrix/report/model.h"

namespace matrix::report {

namespace {

using compare::Comparison;
using compare::Configuration;

double slope(const CurvePoint &from, const CurvePoint &to)
{
	return (to.added - from.added) / (to.programs - from.programs);
}

// The scenarios of the curve, by number of programs.
std::vector<const plan::Scenario *> scenarios_of_curve()
{
	std::vector<const plan::Scenario *> rows;

	for (const plan::Scenario &row : plan::scenario_table()) {
		if (row.on_one_hook != 0)
			rows.push_back(&row);
	}
	std::sort(rows.begin(), rows.end(),
		  [](const plan::Scenario *a, const plan::Scenario *b) { return a->on_one_hook < b->on_one_hook; });
	return rows;
}

std::vector<CurvePoint> points_of(const Comparison &comparison, Configuration kernel, const std::string &workload,
				  const std::string &counter)
{
	std::vector<CurvePoint> points;

	for (const plan::Scenario *scenario : scenarios_of_curve()) {
		kernel.scenario = scenario->name;
		const auto added = comparison.added(kernel, workload, counter);
		if (!added)
			continue;
		CurvePoint point{.programs = scenario->on_one_hook,
				 .value = comparison.cell(kernel, workload, counter)->median(), .added = *added,
				 .inexact = comparison.inexact_added(kernel, workload, counter), .further = {}};
		if (!points.empty())
			point.further = slope(points.back(), point);
		points.push_back(point);
	}
	return points;
}

} // namespace

std::optional<double> CurveLine::first() const
{
	return points.front().programs == 1 && !points.front().inexact ? std::optional{points.front().added} : std::nullopt;
}

std::optional<double> CurveLine::further() const
{
	return points.size() > 1 && !points.front().inexact && !points.back().inexact ? std::optional{slope(points.front(), points.back())} : std::nullopt;
}

std::vector<Curve> curves(const Comparison &comparison)
{
	std::vector<Curve> all;

	for (const std::string &counter : comparison.counters()) {
		for (const std::string &workload : comparison.workloads()) {
			Curve curve{.workload = workload, .counter = counter, .lines = {}};
			for (const Configuration &kernel : comparison.configurations()) {
				if (kernel.scenario != "idle")
					continue;
				std::vector<CurvePoint> points = points_of(comparison, kernel, workload, counter);
				if (!points.empty() && points.back().programs > 1)
					curve.lines.push_back({.kernel = kernel, .column = column_name(comparison, kernel),
							       .place = curve.lines.size(), .points = std::move(points)});
			}
			if (!curve.lines.empty())
				all.push_back(std::move(curve));
		}
	}
	return all;
}

} // namespace matrix::report
