// SPDX-License-Identifier: GPL-2.0
#include "bench/workload.h"

#include <algorithm>
#include <array>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

constexpr Pace light{.samples = 200, .warm_ups = 200, .batch = 100, .rest_us = 0};
constexpr Pace heavy{.samples = 40, .warm_ups = 10, .batch = 1, .rest_us = 100000};
constexpr Pace whole{.samples = 5, .warm_ups = 1, .batch = 1, .rest_us = 100000, .by_name = true};

constexpr Pace by_place(Pace pace)
{
	pace.by_place = true;
	return pace;
}

constexpr Pace light_by_place = by_place(light);
constexpr Pace heavy_by_place = by_place(heavy);

constexpr std::array workload_rows{
#define WORKLOAD(name, pace, operation, hooks) WorkloadRow{#name, operation, hooks, pace, make_##name},
#include "bench/workloads/workloads.def"
#undef WORKLOAD
};

} // namespace

std::span<const WorkloadRow> workload_table() { return workload_rows; }

std::vector<std::string> usual_workloads()
{
	std::vector<std::string> names;

	for (const WorkloadRow &row : workload_table())
		if (!row.pace.by_name)
			names.emplace_back(row.name);
	return names;
}

const WorkloadRow *find_workload(std::string_view name)
{
	const auto found = std::find_if(workload_rows.begin(), workload_rows.end(),
					[&](const WorkloadRow &row) { return row.name == name; });

	return found == workload_rows.end() ? nullptr : &*found;
}

} // namespace bench
