// SPDX-License-Identifier: GPL-2.0
//
// What the parts of a load take: on the clock, and of the processor.
//
//   Stopwatch watch;
//   open();
//   spent.open = watch.lap();
//   load();
//   spent.load = watch.lap();
#pragma once

#include <cstdint>

namespace loader {

struct Lap {
	std::uint64_t clock_ns = 0; // CLOCK_MONOTONIC
	std::uint64_t cpu_ns = 0;   // of this process and of its children that have ended; waiting is no part of it
};

// Of one policy, in order: its object read and opened, the kernel asked what it has,
// the programs taken by it, the links made.
struct Spent {
	Lap open;
	Lap probe;
	Lap load;
	Lap attach;
};

class Stopwatch {
public:
	Stopwatch();
	Lap lap(); // since the one before, or since the watch was made

private:
	Lap last_;
};

} // namespace loader
