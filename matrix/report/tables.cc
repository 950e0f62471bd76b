// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/tables.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "matrix/report/chapter.h"
#include "matrix/report/program_price.h"

namespace matrix::report {

namespace {

Table price_table(const compare::Comparison &comparison, const std::string &counter, const std::vector<Price> &rows)
{
	const PricePair pair = price_pair(comparison);
	const std::string here = column_name(comparison, *pair.here);
	const std::string there = column_name(comparison, *pair.there);
	Table table{.id = "one-program-" + counter, .title = "One program", .unit = counter + "/op",
		    .notes = {fmt::format("What one no-op program on file_permission adds: attached less idle of the same kernel. The "
					  "ratio is what it adds on {} as a share of what it adds on {}.", here, there)},
		    .head = {"workload", here, there, "ratio"}, .rows = {}, .plot = {}};

	for (const Price &price : rows)
		table.rows.push_back({price.workload, marked(signed_text(price.here), price.inexact_here),
				      marked(signed_text(price.there), price.inexact_there),
				      price.ratio ? fmt::format("{:.2f}", *price.ratio) : price.why_not});
	return table;
}

const CurvePoint *point_of(const CurveLine &line, unsigned programs)
{
	const auto found = std::find_if(line.points.begin(), line.points.end(),
					[&](const CurvePoint &point) { return point.programs == programs; });

	return found == line.points.end() ? nullptr : &*found;
}

std::vector<std::string> curve_row(const Curve &curve, unsigned programs)
{
	std::vector<std::string> row{std::to_string(programs)};

	for (const CurveLine &line : curve.lines) {
		const CurvePoint *point = point_of(line, programs);
		row.push_back(point == nullptr ? nothing : marked(count_text(point->value), point->inexact));
		row.push_back(point == nullptr ? nothing : marked(signed_text(point->added), point->inexact));
		row.push_back(point == nullptr || !point->further ? nothing : marked(signed_text(*point->further), point->inexact));
	}
	return row;
}

std::string curve_note(const CurveLine &line, const char *why)
{
	std::string text = line.column + ":";

	if (!line.first() && !line.further())
		return line.points.front().inexact || line.points.back().inexact ? text + " " + why + "." : text + ".";
	if (line.first())
		text += fmt::format(" the first program adds {}", signed_text(*line.first()));
	if (line.further())
		text += fmt::format("{} each further one {} (from {} to {})", line.first() ? "," : "", signed_text(*line.further()),
				    line.points.front().programs, line.points.back().programs);
	return text + ".";
}

Table curve_table(Curve curve, const char *why)
{
	Table table{.id = "curve-" + curve.workload + "-" + curve.counter,
		    .title = "Cost by number of programs attached: " + curve.workload, .unit = curve.counter + "/op",
		    .notes = {}, .head = {"programs on the hook"}, .rows = {}, .plot = {}, .together = 3};
	std::set<unsigned> numbers;

	for (const CurveLine &line : curve.lines) {
		table.notes.push_back(curve_note(line, why));
		table.head.insert(table.head.end(), {line.column, "over idle", "each further"});
		for (const CurvePoint &point : line.points)
			numbers.insert(point.programs);
	}
	for (const unsigned programs : numbers)
		table.rows.push_back(curve_row(curve, programs));
	table.plot = std::move(curve);
	return table;
}

std::size_t place_of(const std::vector<Section> &sections, const CurveLine &line)
{
	for (const Section &section : sections) {
		const auto found = std::find(section.columns.begin(), section.columns.end(), line.column);
		if (found != section.columns.end())
			return section.places[static_cast<std::size_t>(found - section.columns.begin())];
	}
	return line.place;
}

} // namespace

std::vector<Table> price_tables(const compare::Comparison &comparison)
{
	std::vector<Table> tables;

	for (const std::string &counter : comparison.counters())
		if (const std::vector<Price> rows = prices(comparison, counter); !rows.empty())
			tables.push_back(price_table(comparison, counter, rows));
	return tables;
}

std::vector<Table> curve_tables(const compare::Comparison &comparison, const std::vector<Section> &sections)
{
	std::vector<Table> tables;

	for (Curve &curve : curves(comparison)) {
		for (CurveLine &line : curve.lines)
			line.place = place_of(sections, line);
		tables.push_back(curve_table(std::move(curve), why_marked(comparison)));
	}
	return tables;
}

std::vector<Block> program_chapter(const compare::Comparison &comparison, const Model &) { return blocks_of(price_tables(comparison)); }

std::vector<Block> curve_chapter(const compare::Comparison &comparison, const Model &model)
{
	return blocks_of(curve_tables(comparison, model.sections));
}

} // namespace matrix::report
