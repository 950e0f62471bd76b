// SPDX-License-Identifier: GPL-2.0
//
// Made-up times of the real shape: what hookbench measured on installed kernels.
//
//   compare::Results results = example::timed({{example::none_idle, {100, 101, 102}}, {example::override_idle, {110, 111, 112}}});
#pragma once

#include <utility>
#include <vector>

#include "tests/matrix/compare/example.h"

namespace matrix::example {

// One workload, `eventfd_write`; a figure for each boot.
inline compare::Results timed(const std::vector<std::pair<compare::Configuration, std::vector<double>>> &rows)
{
	compare::Results results;

	results.context = {{"accelerator", "native"}, {"guest", {{"cpu", "a CPU"}}}};
	for (const auto &[configuration, boots] : rows) {
		for (std::size_t boot = 0; boot < boots.size(); ++boot) {
			compare::Cell one = cell(configuration, "eventfd_write", {boots[boot]}, static_cast<unsigned>(boot + 1));
			one.accelerator = compare::native_accelerator;
			one.counter = "nanoseconds";
			one.unit = "nanoseconds/op";
			results.cells.push_back(std::move(one));
		}
	}
	return results;
}

// So many boots around a figure, each another one; they go up and down, and nowhere.
inline std::vector<double> around(double figure, unsigned boots = 12)
{
	std::vector<double> all;

	for (unsigned boot = 0; boot < boots; ++boot)
		all.push_back(figure + (boot % 2 == 0 ? 0.1 : -0.1) * (boot / 2 % 3 + 1) + 0.001 * (boot * 7 % 12));
	return all;
}

} // namespace matrix::example
