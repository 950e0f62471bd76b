// SPDX-License-Identifier: GPL-2.0
#include "matrix/trace/counts.h"

#include <algorithm>

#include <fmt/format.h>

#include "bench/sampler.h"
#include "bench/statistics.h"
#include "bench/workload.h"

namespace matrix::trace {

namespace {

// For each name, its value in each window.
class Series {
public:
	explicit Series(std::size_t windows) : windows_(windows) {}

	void add(const std::string &name, std::size_t window, double amount)
	{
		auto &values = values_.try_emplace(name, windows_, 0.0).first->second;
		values[window] += amount;
	}
	// Without the names whose median is 0.
	[[nodiscard]] std::map<std::string, double> medians() const
	{
		std::map<std::string, double> found;
		for (const auto &[name, values] : values_)
			if (const double median = bench::summarize(values).median; median != 0)
				found.emplace(name, median);
		return found;
	}

private:
	std::size_t windows_;
	std::map<std::string, std::vector<double>> values_;
};

} // namespace

base::Result<std::vector<Part>> split(const Windows &trace, const std::vector<std::string> &workloads, unsigned samples)
{
	std::vector<Part> parts;
	std::size_t at = 0;

	for (const bench::WorkloadRow &row : bench::workload_table()) {
		if (std::find(workloads.begin(), workloads.end(), row.name) == workloads.end())
			continue;
		at += bench::pairs_before_samples(row, 1); // under icount a batch is one operation
		const unsigned count = samples != 0 ? samples : row.pace.samples;
		parts.push_back({.workload = std::string{row.name}, .first = at, .count = count});
		at += count;
	}
	if (at == trace.windows.size())
		return parts;
	return base::fail({.id = "windows-differ", .code = base::ExitCode::failed, .action = "tell the traced workloads apart", .object = {},
			   .reason = fmt::format("hookbench makes {} pairs of reads of the counter for them, and {} were seen", at,
						 trace.windows.size()),
			   .hint = "did a workload fail?", .errnum = 0});
}

Counts count(const Windows &trace, const Part &part, const std::vector<Place> &places)
{
	Series functions{part.count};
	Series gates{part.count};
	Series gates_in{part.count};
	std::vector<double> all_gates(part.count, 0.0);

	for (std::size_t i = 0; i < part.count; ++i) {
		for (const Runs &runs : trace.windows[part.first + i]) {
			const Place &place = places[runs.site];
			functions.add(place.function, i, runs.count);
			if (place.hook.empty())
				continue;
			gates.add(place.hook, i, runs.count);
			gates_in.add(place.function, i, runs.count);
			all_gates[i] += runs.count;
		}
	}
	return {.functions = functions.medians(), .gates = gates.medians(), .gates_in = gates_in.medians(),
		.all_gates = bench::summarize(all_gates).median};
}

} // namespace matrix::trace
