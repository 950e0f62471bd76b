// SPDX-License-Identifier: GPL-2.0
//
// What mechanisms cost on a CPU, and what that makes of the events: a model, which is
// said wherever a figure of it stands.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "matrix/model/render.h"
#include "matrix/report/chapter.h"
#include "matrix/report/members.h"

namespace matrix::report {

namespace {

using compare::Comparison;
using nlohmann::json;

std::string ns(double value) { return fmt::format("{:.1f}", value); }
// With the sign of the other tables.
std::string more_ns(double value) { return fmt::format("{}{:.1f}", value < 0 ? "\u2212" : "+", std::fabs(value)); }
std::string lines(const model::Cell &cell, double value) { return cell.has_lines ? marked(more_ns(value), cell.inexact_lines) : nothing; }

std::string on_one_line(std::string text)
{
	std::replace(text.begin(), text.end(), '\n', ' ');
	return text.substr(0, text.find_last_not_of(' ') + 1);
}

// What made times vary while the prices were measured.
std::vector<std::string> warnings(const model::Prices &prices)
{
	std::vector<std::string> texts;

	const auto conditions = prices.context.find("conditions");
	if (conditions == prices.context.end() || !conditions->is_array())
		return texts;
	for (const json &condition : *conditions)
		if (const std::string warning = condition.is_object() && condition.contains("warning") ? text_of(condition, "warning") : ""; !warning.empty())
			texts.push_back(text_of(condition, "name") + ": " + warning + ".");
	return texts;
}

Table prices_table(const model::Model &made)
{
	Table table{.id = "prices", .title = "Prices", .unit = "ns", .notes = {"Measured by hooklab, in loops: least among other code, most among "
		    "more of the same."}, .head = {"of", "least", "most", "how they are counted"}, .rows = {}, .plot = {}, .prose = true};

	for (const model::Class &row : model::class_table()) {
		const model::Range price = row.price(made.prices());
		table.rows.push_back({std::string{row.name}, fmt::format("{:.2f}", price.low), fmt::format("{:.2f}", price.high), std::string{row.meaning}});
	}
	return table;
}

Table mechanisms_table(const model::Model &made)
{
	Table table{.id = "mechanisms", .title = "Ways to callbacks", .unit = "ns", .notes = {"Measured by hooklab as the kernel's compiler emits them, the "
		    "lines in the first cache; beside it what the model makes of the events of the same instructions."},
		    .head = {"mechanism", "measured", "model", "model off"}, .rows = {}, .plot = {}};

	for (const model::Check &check : made.checks()) {
		table.rows.push_back({check.name, ns(check.measured), ns(check.estimate.middle), fmt::format("{:+.0f} %", 100 * check.error())});
		table.about.push_back(check.meaning);
	}
	return table;
}

Table model_table(const Comparison &comparison, const model::Modelled &modelled)
{
	Table table{.id = "model", .title = "MODEL: nanoseconds of one operation over none", .unit = "ns/op", .notes = {},
		    .head = {"workload", "kernel", "instructions", "least", "model", "most", "2nd cache", "memory"}, .rows = {}, .plot = {}, .keys = 2,
		    .fixed = 2};

	table.notes.emplace_back("Instructions are counted, all else is modelled. 2nd cache and memory: what comes on top when the lines of code and data "
				 "that this kernel touches more have to be fetched from there, along a way that the CPU foretells; below 0 where it touches "
				 "fewer, which is also a matter of where objects lie.");
	for (const model::Cell &cell : modelled.cells)
		table.rows.push_back({cell.workload, configuration_name(comparison, cell.configuration),
				      marked(signed_text(cell.instructions), cell.inexact_instructions), marked(more_ns(cell.ns.low), cell.inexact_ns),
				      marked(more_ns(cell.ns.middle), cell.inexact_ns), marked(more_ns(cell.ns.high), cell.inexact_ns),
				      lines(cell, cell.second_cache), lines(cell, cell.memory)});
	return table;
}

std::vector<Block> blocks_of(const Comparison &comparison, const model::Model &made)
{
	std::vector<Block> blocks;
	const std::string cpu = text_of(made.prices().context, "cpu");

	blocks.emplace_back(Paragraph{fmt::format("A model, not a measurement: counted events (~: one of them is not exact), times what each of them costs on {}. {}", cpu,
						  model::error_text(made))});
	if (auto texts = warnings(made.prices()); !texts.empty()) {
		blocks.emplace_back(Paragraph{"While the prices were measured:"});
		blocks.emplace_back(Items{std::move(texts)});
	}
	if (const auto modelled = model::model_cells(comparison, made, model::Over::none); modelled)
		blocks.emplace_back(model_table(comparison, *modelled));
	else
		blocks.emplace_back(Paragraph{"These results have no events that the prices could be put on: hookmatrix run --set events."});
	if (!made.checks().empty())
		blocks.emplace_back(mechanisms_table(made));
	blocks.emplace_back(prices_table(made));
	blocks.emplace_back(Paragraph{on_one_line(model::limits_text())});
	return blocks;
}

} // namespace

std::vector<Block> nanoseconds_chapter(const Comparison &comparison, const Model &)
{
	const json &context = comparison.results().context;
	const auto prices = context.is_object() ? context.find("prices") : context.end();

	if (!context.is_object() || prices == context.end())
		return {};
	auto read = model::parse_prices(prices->dump(), "the prices in these results");
	if (!read)
		return {Paragraph{read.error().to_string(), Paragraph::Tone::bad}};
	return blocks_of(comparison, model::Model{*std::move(read)});
}

} // namespace matrix::report
