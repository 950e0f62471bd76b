// SPDX-License-Identifier: GPL-2.0
//
// What one attached program adds on the override kernel, beside what it adds on
// the BPF LSM: each counted from its own kernel idle, so that what the LSM
// framework costs without programs is in neither.
//
//   for (const report::Price &price : report::prices(comparison, "instructions"))
//           if (price.ratio) fmt::print("{}: {:.2f}\n", price.workload, *price.ratio);
//   report::price_sentences(comparison, "instructions");   // for the answer
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "matrix/compare/compare.h"

namespace matrix::report {

struct Price {
	std::string workload;
	double here = 0;  // added on override
	double there = 0; // added on the BPF LSM
	bool inexact_here = false;
	bool inexact_there = false;
	// here / there. None where the BPF LSM's program adds nothing, or where the
	// samples of a cell differ, so that two kernels may differ by chance.
	std::optional<double> ratio;
	std::string why_not; // there is none
};

// The two configurations that are put beside each other: one no-op program on
// override, and on the first bpf-lsm of the results. nullptr: not in them.
struct PricePair {
	const compare::Configuration *here = nullptr;
	const compare::Configuration *there = nullptr;

	explicit operator bool() const { return here != nullptr && there != nullptr; }
};

PricePair price_pair(const compare::Comparison &comparison);

// In the order of the workloads; empty without such a pair.
std::vector<Price> prices(const compare::Comparison &comparison, const std::string &counter);

// One about the first program, and one about each further where there is a curve.
std::vector<std::string> price_sentences(const compare::Comparison &comparison, const std::string &counter);

} // namespace matrix::report
