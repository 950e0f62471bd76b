// SPDX-License-Identifier: GPL-2.0
//
// Which kernel a file of hookbench is of, what its stack was and what was attached: from
// the name of the release and from what the kernel showed, unless it is given. What is
// given is held against what the kernel showed.
//
//   auto named = native::configuration_of(*file, {.scenario = "noop-1"});
//   if (!named) return report(named.error());   // not to be told, or contradicted
#pragma once

#include <string>

#include "matrix/compare/results.h"
#include "matrix/native/bench_file.h"

namespace matrix::native {

// Empty: as the file says.
struct Given {
	std::string variant{}; // of the table of variants, or a name of one's own for another kernel
	std::string dispatch{};
	std::string stack{};
	std::string scenario{};
};

struct Named {
	compare::Configuration configuration;
	unsigned programs = 0; // attached
	std::string note;      // what had to be taken on trust; empty: nothing
};

// Fails with configuration-unknown (exit 4) where neither says it, configuration-contradicted
// (exit 4) where the kernel showed something else, bad-option for a name that is none.
base::Result<Named> configuration_of(const BenchFile &file, const Given &given);

} // namespace matrix::native
