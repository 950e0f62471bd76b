// SPDX-License-Identifier: GPL-2.0
//
// The order in which instructions ran, as calls of functions: who called whom, and how
// many instructions each ran itself.
//
//   std::vector<explain::Call> calls = explain::calls_of(order, places);
//   for (const explain::Call &call : calls)
//           print(std::string(2 * call.depth, ' ') + call.function, call.self);
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "matrix/trace/windows.h"

namespace matrix::explain {

// What an instruction is, for following calls.
struct Place {
	std::string function;
	bool entry = false; // the first one of its function
	bool call = false;
	bool ret = false;
	bool thunk = false; // of retpolines: its return goes to a function that was never called
};

struct Call {
	std::string function;
	unsigned depth = 0;
	std::uint64_t self = 0; // instructions, without those of what it calls

	bool operator==(const Call &) const = default;
};

// In the order of the calls. Each instruction is in one of them. A tail call takes the
// place of who made it; an interrupt is a call by what it interrupts.
std::vector<Call> calls_of(const trace::Order &order, const std::vector<Place> &places);

// "a;b;c 12" for each way to a function: what flame graphs are drawn from.
std::string folded(const std::vector<Call> &calls);

} // namespace matrix::explain
