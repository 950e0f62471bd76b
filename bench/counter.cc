// SPDX-License-Identifier: GPL-2.0
#include "bench/counter.h"

#include <algorithm>
#include <array>

#include "bench/counters/counters.h"

namespace bench {

namespace {

constexpr std::array counter_rows{
	CounterRow{"instructions", "instructions/op", "instructions executed, in the kernel and outside of it",
		   make_instructions},
	CounterRow{"cycles", "cycles/op", "core clock cycles, as the PMU counts them", make_cycles},
	CounterRow{"branches", "branches/op", "branch instructions retired", make_branches},
	CounterRow{"branch-misses", "branch-misses/op", "branches that were predicted wrongly", make_branch_misses},
	CounterRow{"nanoseconds", "nanoseconds/op", "time, by the clock of a machine: an emulator has none", make_nanoseconds},
};

} // namespace

std::span<const CounterRow> counter_table() { return counter_rows; }

const CounterRow *find_counter(std::string_view name)
{
	const auto found = std::find_if(counter_rows.begin(), counter_rows.end(),
					[&](const CounterRow &row) { return row.name == name; });

	return found == counter_rows.end() ? nullptr : &*found;
}

} // namespace bench
