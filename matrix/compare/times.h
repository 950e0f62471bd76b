// SPDX-License-Identifier: GPL-2.0
//
// The rule by which times differ, or do not: the only one, for two sets of results, for
// two rows of one set, and for the two halves of a row's boots. Boots are the samples.
//
//   std::vector<compare::Difference> table{compare::tested(before, after), …};   // medians of boots
//   compare::judge(pointers_to(table), {.threshold = 0.02});
//   if (table[0].significant()) print(table[0].relative, table[0].interval);
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

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

struct Difference {
	double before = 0; // median of the boots' medians
	double after = 0;
	double relative = 0; // after / before - 1; 0 when both are 0
	std::size_t boots_before = 0;
	std::size_t boots_after = 0;
	double p = 1;      // of times; adjusted for the table once it is judged
	Interval interval; // of `relative`
	Verdict verdict = Verdict::inconclusive;

	[[nodiscard]] bool significant() const { return verdict == Verdict::worse || verdict == Verdict::better; }
};

double relative_change(double before, double after);
Verdict by_sign(double change); // more is worse

// Of the medians of boots, which both sides have; not judged yet.
Difference tested(std::span<const double> before, std::span<const double> after);

// All rows that stand in one table: the more there are, the more each has to show
// (Holm). Significant is what the test, the interval and the threshold agree on.
void judge(std::span<Difference *const> table, const ChangeOptions &options);

// So many boots of each side that one of so many rows can be significant.
std::size_t boots_needed(std::size_t rows, const ChangeOptions &options = {});

} // namespace matrix::compare
