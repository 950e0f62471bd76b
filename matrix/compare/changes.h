// SPDX-License-Identifier: GPL-2.0
//
// Two sets of results, an old and a new one, row by row: is the new one worse?
//
//   auto changes = compare::find_changes(old_results, new_results, {.threshold = 0.02});
//   if (!changes) return report(changes.error());     // nothing that can be compared
//   if (changes->worse()) return 1;
#pragma once

#include <string>
#include <vector>

#include "matrix/compare/results.h"
#include "matrix/compare/times.h"

namespace matrix::compare {

// One configuration, workload and counter that both sets have.
struct Change : Difference {
	Configuration configuration;
	std::string workload;
	std::string counter;
	std::string unit;
	bool counted = false; // exactly, so that there is nothing to test: p is 1, and the interval what the samples span
	bool inexact = false; // counted, but one mode of several in a set (exactness.h)
};

// What only one of them has, or has in one of them only with a figure.
struct Unpaired {
	Configuration configuration;
	std::string workload;
	std::string counter;
	std::string reason; // "" where the other set has no such row
	bool failed = false; // it was measured, and that failed
};

struct Changes {
	ChangeOptions options;
	std::string accelerator;
	std::vector<Change> rows; // in the order of the new set
	std::vector<Unpaired> missing; // in the new set
	std::vector<Unpaired> added;
	std::vector<std::string> doubts; // why none of it may be trusted: an A/A pair differs
	std::vector<std::string> unlike; // conditions of the machines that the two sets have not in common

	[[nodiscard]] std::size_t count(Verdict verdict) const;
	// A row is worse, or what had a figure fails now.
	[[nodiscard]] bool worse() const;
};

// Counts: differences are exact, and zero means zero. A row that is one
// mode of several in either set is never better or worse. Times: boots are the samples, and
// times.h has the rule.
//
// Fails with exit code not-comparable: accelerators-differ; cpus-differ, for times;
// nothing-in-common.
base::Result<Changes> find_changes(const Results &before, const Results &after, const ChangeOptions &options);

// The same of two configurations, one in each set: rows are called by that of `after`.
base::Result<Changes> find_changes_between(const Results &before, const Results &after, const ChangeOptions &options);

} // namespace matrix::compare
