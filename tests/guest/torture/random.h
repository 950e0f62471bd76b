// SPDX-License-Identifier: GPL-2.0
//
// Chance that can be repeated: every process draws from a sequence of its own,
// which follows from the run's seed and the process's number.
//
//   Random random{seed, number};
//   const Hook &hook = random.pick(hooks);
//   if (random.one_in(4)) …
#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace torture {

class Random {
public:
	Random(std::uint64_t seed, std::uint64_t number)
	{
		std::seed_seq words{seed & 0xffffffffU, seed >> 32, number & 0xffffffffU, number >> 32};
		engine_.seed(words);
	}

	std::uint64_t word() { return engine_(); }
	// Both ends included.
	unsigned between(unsigned low, unsigned high) { return low + static_cast<unsigned>(engine_() % (high - low + 1U)); }
	bool one_in(unsigned n) { return engine_() % n == 0; }
	template <class T> const T &pick(const std::vector<T> &from) { return from[engine_() % from.size()]; }

private:
	std::mt19937_64 engine_;
};

} // namespace torture
