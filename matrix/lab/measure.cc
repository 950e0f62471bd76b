// SPDX-License-Identifier: GPL-2.0
#include "matrix/lab/measure.h"

#include <x86intrin.h>

#include <chrono>
#include <cstdint>
#include <vector>

namespace matrix::lab {

namespace {

constexpr std::size_t line = 64;
// More than a first cache of data holds, less than a second one.
constexpr std::size_t evicting_bytes = std::size_t{256} << 10;

// After all that came before it, before all that comes after it.
std::uint64_t first_tick()
{
	_mm_lfence();
	const std::uint64_t now = __rdtsc();
	_mm_lfence();
	return now;
}

std::uint64_t last_tick()
{
	unsigned cpu = 0;
	const std::uint64_t now = __rdtscp(&cpu);

	_mm_lfence();
	return now;
}

double ticks(Sequence sequence, unsigned long rounds, const unsigned char *bits)
{
	const std::uint64_t before = first_tick();

	sequence(rounds, bits);
	return static_cast<double>(last_tick() - before);
}

double unforeseen_ticks(Sequence sequence, const unsigned char *bits)
{
	const std::uint64_t before = first_tick();

	call_unforeseen(sequence, 1, bits);
	return static_cast<double>(last_tick() - before);
}

void flush(std::span<const std::byte> bytes)
{
	for (std::size_t i = 0; i < bytes.size(); i += line)
		_mm_clflush(bytes.data() + i);
	_mm_mfence();
}

void evict_data()
{
	static std::vector<unsigned char> other(evicting_bytes);
	volatile unsigned char sum = 0;

	for (std::size_t i = 0; i < other.size(); i += line)
		sum = static_cast<unsigned char>(sum + ++other[i]);
}

void put_away(From from)
{
	if (from == From::memory) {
		flush(code());
		flush(data());
	} else if (from == From::second_cache) {
		evict_data();
		evict_code()(1, bits(Bits::steady, 0));
	}
}

// Another one each time: what shall not be predicted must not be learned.
unsigned next_place()
{
	static unsigned place = 0;

	return place += 4099;
}

// What the mechanism adds to the loop, by any counter, for one execution.
template <class Count> double without_loop(const Mechanism &mechanism, unsigned long rounds, Count &&count)
{
	const unsigned char *const by = bits(mechanism.bits, next_place());

	(void)count(nothing().many, rounds, by);
	const double empty = count(nothing().many, rounds, by);
	(void)count(mechanism.many, rounds, by);
	const double full = count(mechanism.many, rounds, bits(mechanism.bits, next_place()));
	return (full - empty) / static_cast<double>(rounds * copies * mechanism.in_a_copy);
}

} // namespace

std::string_view to_string(From from)
{
	switch (from) {
	case From::first_cache:
		return "first-cache";
	case From::second_cache:
		return "second-cache";
	case From::memory:
		break;
	}
	return "memory";
}

Clock Clock::calibrate()
{
	using std::chrono::steady_clock;
	constexpr std::chrono::milliseconds long_enough{100};
	Clock clock;

	const auto begin = steady_clock::now();
	const std::uint64_t first = first_tick();
	auto end = begin;
	while (end - begin < long_enough)
		end = steady_clock::now();
	const std::uint64_t last = last_tick();
	const std::chrono::duration<double, std::nano> took = end - begin;
	clock.ticks_per_ns_ = static_cast<double>(last - first) / took.count();
	return clock;
}

double hot(const Mechanism &mechanism, unsigned long rounds)
{
	return without_loop(mechanism, rounds, ticks);
}

double hot_cycles(const Mechanism &mechanism, unsigned long rounds, bench::Counter &cycles)
{
	return without_loop(mechanism, rounds, [&](Sequence sequence, unsigned long times, const unsigned char *by) {
		const std::uint64_t before = cycles.read();

		sequence(times, by);
		return static_cast<double>(cycles.read() - before);
	});
}

double once(const Mechanism &mechanism, From from)
{
	const unsigned char *const by = bits(Bits::steady, 0);

	(void)unforeseen_ticks(nothing().once, by);
	put_away(from);
	const double empty = unforeseen_ticks(nothing().once, by);
	(void)unforeseen_ticks(mechanism.once, by);
	put_away(from);
	const double full = unforeseen_ticks(mechanism.once, by);
	return (full - empty) / mechanism.in_a_copy;
}

} // namespace matrix::lab
