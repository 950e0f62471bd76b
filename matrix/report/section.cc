// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/section.h"

#include "bench/workload.h"

namespace matrix::report {

namespace {

using compare::Cell;
using compare::Comparison;
using compare::Configuration;

std::string operation_of(const std::string &workload)
{
	const bench::WorkloadRow *row = bench::find_workload(workload);

	return row != nullptr ? std::string{row->operation} : "";
}

Entry make_entry(const Comparison &comparison, const Configuration &configuration, const std::string &workload,
		 const std::string &counter)
{
	const Cell *cell = comparison.cell(configuration, workload, counter);
	Entry entry;

	if (cell == nullptr || !cell->ok()) {
		entry.value = cell == nullptr ? "\u2013" : cell->status;
		return entry;
	}
	entry.value = marked(count_text(cell->median()), comparison.inexact(configuration, workload, counter));
	entry.difference = comparison.cost(configuration, workload, counter);
	entry.inexact = comparison.inexact_cost(configuration, workload, counter);
	if (entry.difference) {
		entry.cost = marked(signed_text(entry.difference->absolute), entry.inexact);
		entry.percent = marked(percent_text(entry.difference->percent), entry.inexact);
	}
	return entry;
}

} // namespace

Section section_of(const Comparison &comparison, const std::vector<Configuration> &configurations,
		   const std::vector<std::string> &workloads, const std::string &counter)
{
	Section section{.scenario = {}, .title = {}, .counter = counter, .unit = counter + "/op", .configurations = configurations,
			.columns = {}, .programs = {}, .baseline = "none", .places = {}, .rows = {}};
	const Configuration *none = configurations.empty() ? comparison.baseline() : comparison.baseline_of(configurations.front());

	if (none != nullptr)
		section.baseline = none->variant;
	for (const Configuration &configuration : configurations) {
		const Cell *any = comparison.cell(configuration, comparison.workloads().front(), counter);
		section.columns.push_back(column_name(comparison, configuration));
		section.programs.push_back(any != nullptr ? any->programs_attached : 0);
	}
	for (const std::string &workload : workloads) {
		Row row{.workload = workload, .operation = operation_of(workload), .baseline = "\u2013", .entries = {}};
		if (const Cell *cell = none != nullptr ? comparison.cell(*none, workload, counter) : nullptr)
			row.baseline = cell->ok() ? marked(count_text(cell->median()), comparison.inexact(*none, workload, counter)) : cell->status;
		for (const Configuration &configuration : configurations)
			row.entries.push_back(make_entry(comparison, configuration, workload, counter));
		section.rows.push_back(std::move(row));
	}
	return section;
}

} // namespace matrix::report
