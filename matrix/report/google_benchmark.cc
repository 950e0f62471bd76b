// SPDX-License-Identifier: GPL-2.0
//
// The JSON of Google Benchmark, so that its tools (compare.py and what reads its files)
// take our results: each boot of a cell is a repetition, its median the figure. The
// format knows times only; what is counted stands in its fields as if it were one, and
// the name and the context say what it is.
#include <nlohmann/json.hpp>

#include "bench/runner.h"
#include "matrix/report/renderer.h"

namespace matrix::report {

namespace {

std::string name_of(const compare::Cell &cell)
{
	const compare::Configuration &row = cell.configuration;

	return row.variant + "/" + row.dispatch + "/" + row.stack + "/" + row.scenario + "/" + cell.workload + "/" + cell.counter;
}

nlohmann::json repetition_of(const compare::Cell &cell)
{
	const std::string name = name_of(cell);
	const nlohmann::json median = bench::number(cell.median());

	return {{"name", name}, {"run_name", name}, {"run_type", "iteration"}, {"repetitions", 0}, {"repetition_index", cell.boot - 1},
		{"threads", 1}, {"iterations", cell.samples.size()}, {"real_time", median}, {"cpu_time", median}, {"time_unit", "ns"},
		{"label", cell.unit}};
}

} // namespace

base::Result<std::string> render_google_benchmark(const compare::Comparison &comparison)
{
	const nlohmann::json &context = comparison.results().context;
	const nlohmann::json host = context.value("host", nlohmann::json::object());
	nlohmann::json rows = nlohmann::json::array();

	for (const compare::Cell &cell : comparison.results().cells)
		if (cell.ok())
			rows.push_back(repetition_of(cell));
	const nlohmann::json root{{"context",
				   {{"executable", context.value("command", "hookmatrix run")},
				    {"num_cpus", host.value("cpus", 1)},
				    {"mhz_per_cpu", 0},
				    {"cpu_scaling_enabled", false},
				    {"caches", nlohmann::json::array()},
				    {"library_build_type", "release"},
				    {"accelerator", comparison.accelerator()},
				    {"note", "real_time and cpu_time are the figure of the counter that ends a name, in the unit of its label; "
					     "no time but where the counter is one"}}},
				  {"benchmarks", std::move(rows)}};
	return root.dump(1) + "\n";
}

} // namespace matrix::report
