// SPDX-License-Identifier: GPL-2.0
//
// How long a mechanism takes on this CPU, by its time stamp counter: the loop with
// the mechanism less the same loop without it.
//
//   lab::Clock clock = lab::Clock::calibrate();
//   double ns = clock.ns(lab::hot(mechanism, 64)) / executions;   // caches and predictors know it
//   double cold = clock.ns(lab::once(mechanism, lab::From::memory));
#pragma once

#include <string_view>

#include "bench/counter.h"
#include "matrix/lab/mechanism.h"

namespace matrix::lab {

// Where the code and the data of a sequence are before it runs.
enum class From { first_cache, second_cache, memory };

std::string_view to_string(From from);

class Clock {
public:
	// Takes a tenth of a second.
	static Clock calibrate();

	[[nodiscard]] double ns(double ticks) const { return ticks / ticks_per_ns_; }
	[[nodiscard]] double ticks_per_ns() const { return ticks_per_ns_; }

private:
	double ticks_per_ns_ = 1;
};

// Ticks of one execution, when many run in a loop. Can be below 0 where it is
// less than the noise.
double hot(const Mechanism &mechanism, unsigned long rounds);

// The same by a counter of the CPU, read by system calls: those cancel out.
double hot_cycles(const Mechanism &mechanism, unsigned long rounds, bench::Counter &cycles);

// Ticks of the only execution, with what fetching its code and its data takes.
double once(const Mechanism &mechanism, From from);

} // namespace matrix::lab
