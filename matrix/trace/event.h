// SPDX-License-Identifier: GPL-2.0
//
// The table of events: what the instructions of the kernel do in one operation,
// counted from outside of the guest. A set names them among its counters.
//
//   for (const trace::EventRow &row : trace::event_table()) print(row.name, row.meaning);
//   if (trace::find_event("retpolines") != nullptr) boot_with_the_plugin();
#pragma once

#include <span>
#include <string_view>

namespace matrix::trace {

struct EventRow {
	std::string_view name;
	std::string_view unit;
	std::string_view meaning;
};

std::span<const EventRow> event_table();

// nullptr when there is no such row.
const EventRow *find_event(std::string_view name);

} // namespace matrix::trace
