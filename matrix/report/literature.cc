// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/literature.h"

#include <algorithm>
#include <array>
#include <sstream>

#include <fmt/format.h>

#include "matrix/report/chapter.h"

namespace matrix::report {

namespace {

using compare::Comparison;
using compare::Configuration;

enum class Figure { time, rate };

struct Published {
	const char *what;
	double percent;
	Figure figure;
	const char *source;
	const char *workload;
	const char *cell;
	const char *over;
	const char *why;
};

constexpr std::array published{
#define PUBLISHED(what, percent, kind, source, workload, cell, over, why) \
	Published{what, percent, Figure::kind, source, workload, cell, over, why},
#include "matrix/report/literature.def"
#undef PUBLISHED
};

Configuration configuration_of(const char *words)
{
	Configuration configuration;

	std::istringstream{words} >> configuration.variant >> configuration.dispatch >> configuration.stack >> configuration.scenario;
	return configuration;
}

const compare::Cell *cell_of(const Comparison &comparison, const char *words, const char *workload)
{
	const compare::Cell *cell = comparison.cell(configuration_of(words), workload, "instructions");

	return cell != nullptr && cell->ok() && cell->median() != 0 ? cell : nullptr;
}

std::string figure_text(const Published &row)
{
	return fmt::format("+{:g}\u00a0% {}", row.percent, row.figure == Figure::time ? "time" : "rate");
}

// More instructions are more time, and a lower rate. One of figures that are not exact has
// no sign.
std::string same_sign(const Published &row, double more, bool inexact)
{
	if (inexact)
		return "not to be told: not exact";
	if (more == 0)
		return "equal here";
	const bool more_published = (row.percent > 0) == (row.figure == Figure::time);

	return (more > 0) == more_published ? "yes" : "no";
}

} // namespace

std::vector<Literature> literature(const Comparison &comparison)
{
	std::vector<Literature> rows;
	bool any = false;

	for (const Published &row : published) {
		Literature beside{.what = row.what, .published = figure_text(row), .source = row.source, .ours = "not in these results",
				  .same_sign = {}, .why = row.why};
		const compare::Cell *cell = cell_of(comparison, row.cell, row.workload);
		const compare::Cell *over = cell_of(comparison, row.over, row.workload);
		if (cell != nullptr && over != nullptr) {
			const double more = cell->median() - over->median();
			const bool inexact = comparison.inexact(cell->configuration, cell->workload, cell->counter) ||
					     comparison.inexact(over->configuration, over->workload, over->counter);
			beside.ours = fmt::format("{} instructions of {}", marked(percent_text(100 * more / over->median()), inexact), row.workload);
			beside.same_sign = same_sign(row, more, inexact);
			any = true;
		}
		rows.push_back(std::move(beside));
	}
	return any && comparison.exact() ? rows : std::vector<Literature>{};
}

std::vector<Block> literature_chapter(const Comparison &comparison, const Model &)
{
	const std::vector<Literature> rows = literature(comparison);
	Table table{.id = "published", .title = {}, .unit = {},
		    .notes = {"What others measured, and the cells that come nearest here. Theirs are times or rates, these are instructions: the sign can "
			      "be compared, the size cannot."},
		    .head = {"what", "published", "here", "same sign", "source", "not alike"}, .rows = {}, .plot = {}, .prose = true};

	for (const Literature &row : rows)
		table.rows.push_back({row.what, row.published, row.ours, row.same_sign, row.source, row.why});
	return rows.empty() ? std::vector<Block>{} : std::vector<Block>{std::move(table)};
}

} // namespace matrix::report
