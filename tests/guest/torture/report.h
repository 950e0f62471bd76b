// SPDX-License-Identifier: GPL-2.0
//
// What a run counted, for people and as JSON.
//
//   print(progress_line(counts, seconds));
//   print(summary(counts, after, options));
//   write(report_json(counts, after, options).dump(2));
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "tests/guest/torture/aftermath.h"
#include "tests/guest/torture/counts.h"

namespace torture {

struct RunFacts {
	std::uint64_t seed = 0;
	std::uint64_t wanted_cycles = 0;
	unsigned seconds = 0; // that it took
	std::size_t hooks = 0; // that programs were attached to
	long cpus = 0;
	bool faults = false;
	std::string mechanism;
	std::string kernel;
};

std::string progress_line(const Counts &counts, const RunFacts &facts);
std::string summary(const Counts &counts, const Aftermath &after, const RunFacts &facts);
nlohmann::json report_json(const Counts &counts, const Aftermath &after, const RunFacts &facts);

} // namespace torture
