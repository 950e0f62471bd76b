// SPDX-License-Identifier: GPL-2.0
//
// Executed instructions: from the time stamp counter where the host promises
// that it counts them (exact, a single operation is seen), else from the PMU.
#include <linux/perf_event.h>

#include "bench/counters/counters.h"
#include "bench/counters/perf_event.h"

namespace bench {

namespace {

class TscInstructions final : public Counter {
public:
	base::Result<void> open() override { return {}; }

	// The fences keep the operation out of the read and the read out of the
	// operation on a CPU that reorders. Under icount they are one instruction
	// each, and part of the overhead that is subtracted.
	std::uint64_t read() noexcept override
	{
		std::uint32_t low = 0;
		std::uint32_t high = 0;

		asm volatile("lfence\n\trdtsc\n\tlfence" : "=a"(low), "=d"(high) : : "memory");
		return (std::uint64_t{high} << 32) | low;
	}

	[[nodiscard]] bool exact() const override { return true; }
	[[nodiscard]] std::string_view source() const override { return "icount: time stamp counter"; }
};

} // namespace

std::unique_ptr<Counter> make_instructions(const CounterOptions &options)
{
	if (options.icount)
		return std::make_unique<TscInstructions>();
	return std::make_unique<PerfEvent>(PERF_COUNT_HW_INSTRUCTIONS, "perf_event_open: instructions");
}

} // namespace bench
