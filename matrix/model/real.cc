// SPDX-License-Identifier: GPL-2.0
#include "matrix/model/real.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "bench/statistics.h"

namespace matrix::model {

namespace {

using compare::Comparison;

tl::unexpected<base::Error> refused(const char *id, std::string reason, std::string hint)
{
	return base::fail({.id = id, .code = base::ExitCode::not_comparable, .action = "put the model beside real times", .object = {},
			   .reason = std::move(reason), .hint = std::move(hint), .errnum = 0});
}

const compare::Difference *difference_of(const Comparison &timed, const Cell &cell, Over over, std::string_view counter)
{
	return over == Over::none ? timed.over_none(cell.configuration, cell.workload, counter) : timed.over_idle(cell.configuration, cell.workload, counter);
}

std::optional<Real> real_of(const Comparison &timed, const Cell &cell, Over over, std::optional<double> cycles_per_ns)
{
	if (const auto *row = difference_of(timed, cell, over, "nanoseconds"); row != nullptr)
		return Real{.ns = row->after - row->before, .significant = row->significant()};
	const auto *row = difference_of(timed, cell, over, "cycles");
	if (row == nullptr || !cycles_per_ns)
		return std::nullopt;
	return Real{.ns = (row->after - row->before) / *cycles_per_ns, .significant = row->significant()};
}

} // namespace

base::Result<void> add_real(Modelled &modelled, const Comparison &timed, const Model &model, Over over)
{
	const std::string cpu = compare::cpu_of(timed.results());
	const auto priced = model.prices().context.find("cpu");
	std::size_t found = 0;

	if (timed.exact())
		return refused("results-not-timed", "the results are counts of an emulator", "hookmatrix import, or hookmatrix run --accelerator kvm");
	if (priced == model.prices().context.end() || *priced != cpu)
		return refused("cpus-differ", "the prices are of " + (priced == model.prices().context.end() ? "an unknown CPU" : priced->dump()) +
						      ", the times of " + cpu,
			       "run hooklab on the machine that was measured");
	for (Cell &cell : modelled.cells) {
		cell.real = real_of(timed, cell, over, model.prices().cycles_per_ns());
		found += cell.real.has_value();
	}
	if (found == 0)
		return refused("nothing-in-common", "no configuration and workload of the model has nanoseconds or cycles there, and something to be compared with",
			       "measure the same variant, dispatch, stack and scenario, and what is subtracted");
	return {};
}

RealChecks check_real(const Modelled &modelled)
{
	std::vector<double> errors;
	RealChecks checks;

	for (const Cell &cell : modelled.cells) {
		if (!cell.real)
			continue;
		if (!cell.real->significant || cell.real->ns == 0) {
			++checks.chance;
			continue;
		}
		++checks.rows;
		checks.outside += cell.real->ns < cell.ns.low || cell.real->ns > cell.ns.high;
		errors.push_back(std::fabs(cell.ns.middle - cell.real->ns) / std::fabs(cell.real->ns));
	}
	if (errors.empty())
		return checks;
	checks.median_error = bench::summarize(errors).median;
	checks.worst_error = *std::max_element(errors.begin(), errors.end());
	return checks;
}

} // namespace matrix::model
