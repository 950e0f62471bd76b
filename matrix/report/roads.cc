// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/roads.h"

#include <algorithm>
#include <string_view>

#include "matrix/report/model.h"

namespace matrix::report {

namespace {

using compare::Comparison;
using compare::Configuration;

// Static calls, the BPF LSM called at every hook: same_machine_code compares it with a kernel without the series.
constexpr std::string_view mainline_dispatch = "static-call-always";
// The dispatch that has the trampoline of the override series.
constexpr std::string_view hook_trampoline = "trampoline-hook";

template <typename Right> Road find(const Comparison &comparison, std::string_view variant, const Right &right)
{
	const auto of = [&](std::string_view scenario) -> const Configuration * {
		const auto &all = comparison.configurations();
		const auto found = std::find_if(all.begin(), all.end(), [&](const Configuration &row) {
			return row.variant == variant && row.scenario == scenario && (row.stack == "-" || row.stack == "bpf") && right(row);
		});
		return found == all.end() ? nullptr : &*found;
	};

	return {.idle = of("idle"), .attached = of("noop-1")};
}

} // namespace

Roads roads_of(const Comparison &comparison)
{
	const auto first = [&](const Configuration &row) { return is_default_dispatch(comparison, row); };
	const auto called = [](std::string_view dispatch) { return [dispatch](const Configuration &row) { return row.dispatch == dispatch; }; };
	Roads roads{.hooks = find(comparison, "override", first), .lsm = find(comparison, "bpf-lsm", first),
		    .mainline = find(comparison, "bpf-lsm", called(mainline_dispatch)), .best = find(comparison, "bpf-lsm", called(hook_trampoline))};

	if (roads.mainline.idle == roads.lsm.idle)
		roads.mainline = {};
	return roads;
}

} // namespace matrix::report
