// SPDX-License-Identifier: GPL-2.0
//
// A hardware event of this process and of the children that it makes, in user
// space and in the kernel, by perf_event_open(2).
//
//   bench::PerfEvent cycles{PERF_COUNT_HW_CPU_CYCLES, "perf_event_open: cycles"};
//   if (auto usable = cycles.open(); !usable) puts(usable.error().reason.c_str());
//   std::uint64_t before = cycles.read();
#pragma once

#include <cstdint>
#include <string_view>

#include "bench/counter.h"
#include "loader/base/fd.h"

namespace bench {

class PerfEvent final : public Counter {
public:
	PerfEvent(std::uint64_t config, std::string_view source) : config_(config), source_(source) {}

	base::Result<void> open() override;
	std::uint64_t read() noexcept override;
	[[nodiscard]] bool exact() const override { return false; }
	[[nodiscard]] std::string_view source() const override { return source_; }

private:
	std::uint64_t config_;
	std::string_view source_;
	base::Fd fd_;
};

} // namespace bench
