// SPDX-License-Identifier: GPL-2.0
//
// How many objects of each kind the kernel has, and how much memory of its own.
//
//   const Measure before = Measure::take();
//   … refusals …
//   std::string grown = Measure::take().grown_since(before, refusals);  // "files +1000", or empty
#pragma once

#include <string>

namespace alloc {

struct Measure {
	static constexpr unsigned kinds = 10;

	static Measure take();
	// Counted objects must be as many as before. What is not counted shows as
	// memory: 32 bytes for each refusal are less than any of these objects.
	[[nodiscard]] std::string grown_since(const Measure &before, unsigned refusals) const;

	// Waits until the kernel gives back no more of what it had for something else, as the
	// images of trampolines that were made anew: that would hide what stays.
	static void settle();

	// Whether it would be seen if each of so many refusals left the smallest of
	// these objects, a message of one byte: some are made, and taken away again.
	static bool sees_leaks(unsigned refusals);

	long objects[kinds] = {};
	long kib = 0;
};

} // namespace alloc
