// SPDX-License-Identifier: GPL-2.0
//
// What all processes of a run count, in memory that they share: a process that
// is killed has counted what it did. Also how they are told to stop.
//
//   Counts &counts = Counts::shared();
//   counts.record(Call::link_create, Weather::fair, errno_or_0);
//   if (counts.stop) return;
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

namespace torture {

enum class Call { map_create, prog_load, link_create, object_attach };
inline constexpr std::size_t calls = 4;
std::string_view call_name(Call call);

// Whether faults were being injected into the caller.
enum class Weather { fair, foul };

using Number = std::atomic<std::uint64_t>;

struct Counts {
	static constexpr std::size_t errnos = 134;
	static constexpr int no_errno = 133; // a failure that the loader did not get from a call

	// Of this process and those that it starts from the first call on.
	static Counts &shared();

	// `error` 0: it succeeded.
	void record(Call call, Weather weather, int error);
	[[nodiscard]] std::uint64_t number(Call call, Weather weather, int error) const;

	std::atomic<bool> stop = false;
	// Attachments that were made, each of which ended since.
	Number attached = 0;
	Number closed = 0; // of these, those whose link was closed by hand
	Number sessions = 0;
	Number kills = 0;           // sessions that were killed at a random moment
	Number faults = 0;          // failures that were injected and counted
	Number recoveries = 0;      // the same call, made again without one, succeeded
	Number detach_faults = 0;   // the same while a link was closed, which must succeed
	Number armed = 0;           // how often fail_function was armed
	Number workload_calls = 0;
	Number workload_failures = 0;
	Number counted = 0;         // calls that were counted by a program of the caller's own
	Number triggers = 0;        // hooks that were triggered by processes that programs refuse
	Number looks = 0;           // links that were looked at
	Number toggles = 0;         // of kernel.bpf_stats_enabled
	Number troubles = 0;        // what should not have happened; each was printed
	std::array<std::array<std::array<Number, errnos>, 2>, calls> results{};
};

// Prints a line and counts it: the run fails.
[[gnu::format(printf, 1, 2)]] void trouble(const char *format, ...);

} // namespace torture
