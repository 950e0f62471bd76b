// SPDX-License-Identifier: GPL-2.0
//
// What one boot left: build/run/KEY.json. It becomes cells of matrix.json, and
// a later run takes it over as it is when its key is still the same.
//
//   collect::BootResult result = collect::make_result(planned, accelerator, report);
//   base::write_file_atomically(path, collect::to_json(result).dump());
//   std::vector<compare::Cell> cells = collect::cells_of(result);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "matrix/boot/guest.h"
#include "matrix/compare/results.h"
#include "matrix/plan/plan.h"

namespace matrix::collect {

struct BootResult {
	plan::PlannedBoot boot;
	std::string accelerator;
	std::vector<std::string> counters; // what was asked for, so that a boot that failed has its cells
	std::string status = "failed"; // until everything was read and checked
	std::string outcome;           // boot::outcome_name()
	std::string reason;
	std::vector<std::string> console_tail;
	std::string first_failure; // why the boot was done a second time; empty: it was not
	nlohmann::json hello;  // what booted, as the guest saw it
	nlohmann::json bench;  // hookbench's file
	nlohmann::json attach; // hookload's file; null when nothing was attached
	std::string node;      // where it ran; empty: here
	std::int64_t started_us = 0; // since 1970, by the clock of where it ran
	double seconds = 0;    // of the boot, on the host: for estimates only, never a result

	[[nodiscard]] bool ok() const { return status == "ok"; }
};

// Reads and checks what the guest sent: results are whole, the stack is the one
// that was asked for, the scenario's programs are attached.
BootResult make_result(const plan::PlannedBoot &boot, boot::Accelerator accelerator,
		       const base::Result<boot::GuestReport> &report);

// One per workload and counter. When the boot failed, all of them failed.
std::vector<compare::Cell> cells_of(const BootResult &result);

nlohmann::json to_json(const BootResult &result);

// Nothing when the text is not such a file: the boot is then done again.
std::optional<BootResult> from_json(const std::string &text);

} // namespace matrix::collect
