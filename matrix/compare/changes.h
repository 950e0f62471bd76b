// SPDX-License-Identifier: GPL-2.0
//
// Two sets of results, an old and a new one, row by row: is the new one worse?
//
//   auto changes = compare::find_changes(old_results, new_results, {.threshold = 0.02});
//   if (!changes) return report(changes.error());     // nothing that can be compared
//   if (changes->worse()) return 1;
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "matrix/compare/results.h"
#include "matrix/compare/statistics.h"

namespace matrix::compare {

enum class Verdict { better, worse, equal, equal_within, inconclusive, too_few };

inline constexpr std::array verdicts{Verdict::worse, Verdict::better, Verdict::inconclusive, Verdict::too_few,
				     Verdict::equal_within, Verdict::equal};

std::string_view to_string(Verdict verdict);

struct ChangeOptions {
	double threshold = 0;  // a relative change up to which two figures are taken as equal
	double level = 0.05;   // of significance, over the whole table
};

// One configuration, workload and counter that both sets have.
struct Change {
	Configuration configuration;
	std::string workload;
	std::string counter;
	std::string unit;
	double before = 0; // median of the boots' medians
	double after = 0;
	double relative = 0; // after / before - 1; 0 when both are 0
	std::size_t boots_before = 0;
	std::size_t boots_after = 0;
	bool counted = false; // exactly, so that there is nothing to test
	double p = 1;         // adjusted; 1 where it was counted
	bool inexact = false; // counted, but one mode of several in a set (exactness.h)
	Interval interval;    // of `relative`; of counts, what their samples span
	Verdict verdict = Verdict::inconclusive;
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

	[[nodiscard]] std::size_t count(Verdict verdict) const;
	// A row is worse, or what had a figure fails now.
	[[nodiscard]] bool worse() const;
};

// Counts: differences are exact, and zero means zero. A row that is one
// mode of several in either set is never better or worse. Times: boots are the samples; a verdict
// needs significance over the table (Mann-Whitney, Holm), a bootstrap interval that
// agrees, and a change above the threshold.
//
// Fails with exit code not-comparable: accelerators-differ; cpus-differ, for times;
// nothing-in-common.
base::Result<Changes> find_changes(const Results &before, const Results &after, const ChangeOptions &options);

} // namespace matrix::compare
