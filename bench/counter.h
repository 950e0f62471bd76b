// SPDX-License-Identifier: GPL-2.0
//
// The table of counters: one row here, one file in bench/counters/. A counter
// that this machine cannot serve is not opened and says why; the result is then
// "skipped" with that reason, which is not a failure.
//
//   for (const bench::CounterRow &row : bench::counter_table()) {
//           std::unique_ptr<bench::Counter> counter = row.make({.icount = true});
//           if (auto usable = counter->open(); !usable) skip(row.name, usable.error().reason);
//   }
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "loader/base/result.h"

namespace bench {

struct CounterOptions {
	// The host promises that the time stamp counter counts executed
	// instructions (QEMU with -icount shift=0). Nothing in the guest can tell.
	bool icount = false;
};

class Counter {
public:
	Counter() = default;
	Counter(const Counter &) = delete;
	Counter &operator=(const Counter &) = delete;
	virtual ~Counter() = default;

	// An error means "not on this machine"; its reason is for the user.
	virtual base::Result<void> open() = 0;

	virtual std::uint64_t read() noexcept = 0;

	// Whether a single operation can be seen: reading costs a few instructions
	// and no system call. Otherwise operations are counted in batches.
	[[nodiscard]] virtual bool exact() const = 0;

	[[nodiscard]] virtual std::string_view source() const = 0;
};

struct CounterRow {
	std::string_view name;
	std::string_view unit;
	std::string_view meaning;
	std::unique_ptr<Counter> (*make)(const CounterOptions &);
};

std::span<const CounterRow> counter_table();

// nullptr when there is no such row.
const CounterRow *find_counter(std::string_view name);

} // namespace bench
