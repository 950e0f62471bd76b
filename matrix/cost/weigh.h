// SPDX-License-Identifier: GPL-2.0
//
// What a kernel weighs: its sections, the memory that it keeps, the instructions of every
// workload; and two kernels beside each other.
//
//   auto weight = cost::weigh(layout, planned, image, vmlinux, runner);
//   if (weight) use(weight->instructions.at("pipe"));
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "loader/base/result.h"
#include "matrix/build/metadata.h"
#include "matrix/collect/runner.h"
#include "matrix/plan/plan.h"

namespace matrix::cost {

struct Weight {
	build::SectionSizes sizes;
	std::uint64_t image_bytes = 0;
	std::uint64_t kept_kib = 0;   // of the guest's memory, what the kernel does not give out: it, and its tables
	std::uint64_t in_use_kib = 0; // of what it gives out, in use when the first program runs
	std::map<std::string, double> instructions; // medians by workload: counted, not time
	std::map<std::string, std::string> not_counted; // workload to reason
	std::string accelerator;
};

// Boots `image` as the planned boot of a matrix is; what is not counted in it has a reason.
// Fails with guest-failed (11).
base::Result<Weight> weigh(const Layout &layout, const plan::PlannedBoot &planned, const std::filesystem::path &image, const std::filesystem::path &vmlinux,
			   collect::GuestRunner &runner);

// As it is printed and kept; nothing: it is none.
nlohmann::json as_json(const Weight &weight);
std::optional<Weight> weight_from(const nlohmann::json &object);

// Memory as /proc/meminfo says it, of a machine with `memory_mib`.
base::Result<void> read_memory(const std::string &meminfo, unsigned memory_mib, Weight &weight);

} // namespace matrix::cost
