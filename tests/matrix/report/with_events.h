// SPDX-License-Identifier: GPL-2.0
//
// Events beside the counts of the example: of eventfd_write on three kernels.
//
//   compare::Results results = example::results();
//   report::add_events(results);
#pragma once

#include "matrix/trace/event.h"
#include "tests/matrix/compare/example.h"

namespace matrix::report {

// none has 10 of each, override 12, bpf-lsm 15 and a retpoline.
inline void add_events(compare::Results &results)
{
	const auto add = [&results](const compare::Configuration &configuration, const trace::EventRow &event, double count) {
		compare::Cell cell = example::cell(configuration, "eventfd_write", {count, count});
		cell.counter = event.name;
		cell.unit = event.unit;
		results.cells.push_back(std::move(cell));
	};

	for (const trace::EventRow &event : trace::event_table()) {
		const bool retpoline = event.name == "retpolines";
		add(example::none_idle, event, retpoline ? 0 : 10);
		add(example::override_idle, event, retpoline ? 0 : 12);
		add(example::bpf_idle, event, retpoline ? 1 : 15);
	}
}

} // namespace matrix::report
