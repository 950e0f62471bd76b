// SPDX-License-Identifier: GPL-2.0
//
// Nanoseconds, where there is no PMU or beside it. Not of a clock that an emulator
// makes up: that says nothing of any machine.
#include <cpuid.h>
#include <ctime>

#include <array>
#include <cstring>

#include "bench/counters/counters.h"

namespace bench {

namespace {

// What CPUID says of the machine below this one; empty where there is none.
std::string_view vendor_below(std::array<char, 12> &space)
{
	constexpr unsigned leaf = 0x40000000;
	unsigned eax = 0;
	unsigned ebx = 0;
	unsigned ecx = 0;
	unsigned edx = 0;

	if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) == 0 || (ecx >> 31) == 0)
		return {};
	__cpuid(leaf, eax, ebx, ecx, edx);
	const std::array<unsigned, 3> words{ebx, ecx, edx};
	std::memcpy(space.data(), words.data(), space.size());
	return {space.data(), space.size()};
}

class Nanoseconds final : public Counter {
public:
	explicit Nanoseconds(bool icount) : icount_(icount) {}

	base::Result<void> open() override
	{
		std::array<char, 12> space{};

		if (icount_)
			return refuse("the clock counts instructions here");
		if (vendor_below(space) == "TCGTCGTCGTCG")
			return refuse("QEMU emulates this CPU: what takes how long here says nothing of a machine");
		return {};
	}

	std::uint64_t read() noexcept override
	{
		constexpr std::uint64_t second = 1000000000;
		timespec now{};

		(void)::clock_gettime(CLOCK_MONOTONIC_RAW, &now);
		return static_cast<std::uint64_t>(now.tv_sec) * second + static_cast<std::uint64_t>(now.tv_nsec);
	}

	[[nodiscard]] bool exact() const override { return false; }
	[[nodiscard]] std::string_view source() const override { return "clock_gettime: CLOCK_MONOTONIC_RAW"; }

private:
	[[nodiscard]] base::Result<void> refuse(std::string reason) const
	{
		return base::fail({.id = "counter-unavailable", .code = base::ExitCode::failed, .action = "open the counter",
				   .object = std::string{source()}, .reason = std::move(reason), .hint = {}, .errnum = 0});
	}

	bool icount_;
};

} // namespace

std::unique_ptr<Counter> make_nanoseconds(const CounterOptions &options) { return std::make_unique<Nanoseconds>(options.icount); }

} // namespace bench
