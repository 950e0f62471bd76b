// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/times.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "bench/statistics.h"

namespace matrix::compare {

namespace {

// Could boots of these numbers show a difference among so many rows?
bool too_few_boots(std::size_t before, std::size_t after, std::size_t rows, const ChangeOptions &options)
{
	return least_p(before, after) * static_cast<double>(rows) >= options.level;
}

Verdict verdict_of(const Difference &row, std::size_t rows, const ChangeOptions &options)
{
	const bool one_sided = row.interval.low > 0 || row.interval.high < 0;
	const bool within = row.interval.low >= -options.threshold && row.interval.high <= options.threshold;

	if (too_few_boots(row.boots_before, row.boots_after, rows, options))
		return Verdict::too_few;
	if (row.p < options.level && one_sided && std::abs(row.relative) > options.threshold)
		return by_sign(row.relative);
	return within ? Verdict::equal_within : Verdict::inconclusive;
}

} // namespace

std::string_view to_string(Verdict verdict)
{
	switch (verdict) {
	case Verdict::better:
		return "better";
	case Verdict::worse:
		return "worse";
	case Verdict::equal:
		return "equal";
	case Verdict::equal_within:
		return "equal within";
	case Verdict::too_few:
		return "too few samples";
	case Verdict::inconclusive:
		break;
	}
	return "inconclusive";
}

double relative_change(double before, double after)
{
	if (before == after)
		return 0;
	return before == 0 ? std::numeric_limits<double>::infinity() : after / before - 1;
}

Verdict by_sign(double change) { return change > 0 ? Verdict::worse : Verdict::better; }

Difference tested(std::span<const double> before, std::span<const double> after)
{
	constexpr double anything = std::numeric_limits<double>::infinity();
	const bool has_zero = std::find(before.begin(), before.end(), 0.0) != before.end();
	Difference row;

	row.before = bench::summarize(before).median;
	row.after = bench::summarize(after).median;
	row.relative = relative_change(row.before, row.after);
	row.boots_before = before.size();
	row.boots_after = after.size();
	row.p = mann_whitney(before, after);
	row.interval = has_zero ? Interval{-anything, anything} : bootstrap_change(before, after);
	return row;
}

void judge(std::span<Difference *const> table, const ChangeOptions &options)
{
	std::vector<double> ps;

	for (const Difference *row : table)
		ps.push_back(row->p);
	const std::vector<double> adjusted = holm(ps);
	for (std::size_t i = 0; i < table.size(); ++i) {
		table[i]->p = adjusted[i];
		table[i]->verdict = verdict_of(*table[i], table.size(), options);
	}
}

std::size_t boots_needed(std::size_t rows, const ChangeOptions &options)
{
	constexpr std::size_t most = 500; // what binomials are numbers for
	std::size_t boots = 1;

	while (boots < most && too_few_boots(boots, boots, rows, options))
		++boots;
	return boots;
}

} // namespace matrix::compare
