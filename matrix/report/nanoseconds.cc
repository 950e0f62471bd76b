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

constexpr std::string_view warm = "first-cache";

std::string price_ns(double value) { return value < 0 ? fmt::format("\u2212{:.2f}", -value) : fmt::format("{:.2f}", value); }
// With the sign of the other tables.
std::string more_ns(double value) { return fmt::format("{}{:.1f}", value < 0 ? "\u2212" : "+", std::fabs(value)); }
std::string lines(const model::Cell &cell, double value) { return cell.has_lines ? marked(more_ns(value), cell.inexact_lines) : nothing; }

std::string on_one_line(std::string text)
{
	std::replace(text.begin(), text.end(), '\n', ' ');
	return text.substr(0, text.find_last_not_of(' ') + 1);
}

// What made times vary while the prices were measured, and what to do about it.
std::vector<std::string> warnings(const model::Prices &prices)
{
	std::vector<std::string> texts;

	const auto conditions = prices.context.find("conditions");
	if (conditions == prices.context.end() || !conditions->is_array())
		return texts;
	for (const json &condition : *conditions) {
		if (!condition.is_object() || !condition.contains("warning") || text_of(condition, "warning").empty())
			continue;
		const std::string hint = condition.contains("hint") ? text_of(condition, "hint") : "";
		texts.push_back(text_of(condition, "name") + ": " + text_of(condition, "warning") + "." + (hint.empty() ? "" : " Next: " + hint + "."));
	}
	return texts;
}

Table prices_table(const model::Model &made)
{
	Table table{.id = "prices", .title = "Prices that the model adds up", .unit = "ns", .notes = {"Measured by hooklab, in loops: least among other "
		    "code, most among more of the same."}, .head = {"of", "least", "most", "how they are counted"}, .rows = {}, .plot = {}, .prose = true};

	for (const model::Class &row : model::class_table()) {
		const model::Range price = row.price(made.prices());
		table.rows.push_back({std::string{row.name}, price_ns(price.low), price_ns(price.high), std::string{row.meaning}});
	}
	return table;
}

// Of whole sequences from further away the step of the timer is most of the figure; of lines,
// of which many are fetched in a row, it is not.
bool shown(const model::Priced &row) { return row.from == warm || row.kind == "lines"; }

Table mechanisms_table(const model::Model &made, const std::string &cpu)
{
	Table table{.id = "mechanisms", .title = "The price of each mechanism on this CPU", .unit = "ns", .notes = {fmt::format("Measured by hooklab on {}, "
		    "from the first cache where nothing else is said, as the kernel's compiler emits them. Where the model was tried on one, what it makes "
		    "of the events of the same instructions stands beside it. hooklab list says what each of them is.", cpu)},
		    .head = {"mechanism", "measured", "model", "model off"}, .rows = {}, .plot = {}};

	for (const model::Priced &row : made.prices().rows) {
		if (!shown(row))
			continue;
		const auto check = std::find_if(made.checks().begin(), made.checks().end(),
						[&](const model::Check &one) { return row.from == warm && one.name == row.name; });
		const bool tried = check != made.checks().end();
		table.rows.push_back({row.name + (row.from == warm ? "" : ", " + row.from), price_ns(row.ns), tried ? price_ns(check->estimate.middle) : nothing,
				      tried ? percent_text(100 * check->error()) : nothing});
		table.about.push_back(row.meaning);
	}
	return table;
}

// A row for each kernel. Of it the instructions are a cell of the results.
Table model_table(const Comparison &comparison, const model::Modelled &modelled, const std::string &workload)
{
	Table table{.id = "model-" + workload, .title = "MODEL: nanoseconds of " + workload + " over none", .unit = "ns/op", .notes = {},
		    .head = {"kernel", "instructions", "least", "model", "most", "2nd cache", "memory"}, .rows = {}, .plot = {}, .workload = workload,
		    .counters = {"", "kernel-instructions"}};

	for (const model::Cell &cell : modelled.cells) {
		if (cell.workload != workload)
			continue;
		table.rows.push_back({configuration_name(comparison, cell.configuration), marked(signed_text(cell.instructions), cell.inexact_instructions),
				      marked(more_ns(cell.ns.low), cell.inexact_ns), marked(more_ns(cell.ns.middle), cell.inexact_ns),
				      marked(more_ns(cell.ns.high), cell.inexact_ns), lines(cell, cell.second_cache), lines(cell, cell.memory)});
		table.row_cells.push_back(cell.configuration);
	}
	return table;
}

void add_modelled(std::vector<Block> &blocks, const Comparison &comparison, const model::Model &made)
{
	const auto modelled = model::model_cells(comparison, made, model::Over::none);

	// Times have none: there the prices stand alone.
	if (!modelled && comparison.exact())
		blocks.emplace_back(Paragraph{"These results have no events that the prices could be put on: hookmatrix run --set events."});
	if (!modelled)
		return;
	blocks.emplace_back(Paragraph{"Instructions are counted, all else is modelled. 2nd cache and memory: what comes on top when the lines of code and data "
				      "that this kernel touches more have to be fetched from there, along a way that the CPU foretells; below 0 where it "
				      "touches fewer, which is also a matter of where objects lie."});
	for (const std::string &workload : comparison.workloads())
		if (Table table = model_table(comparison, *modelled, workload); !table.rows.empty())
			blocks.emplace_back(std::move(table));
}

std::vector<Block> blocks_of(const Comparison &comparison, const model::Model &made)
{
	std::vector<Block> blocks;
	const std::string cpu = text_of(made.prices().context, "cpu");

	blocks.emplace_back(Paragraph{fmt::format("A model, not a measurement: counted events (~: one of them is not exact), times what each of them costs on "
						  "{}. {}", cpu, model::error_text(made))});
	if (auto texts = warnings(made.prices()); !texts.empty()) {
		blocks.emplace_back(Paragraph{"While the prices were measured (make lab measures them again, on a machine that is idle):"});
		blocks.emplace_back(Items{std::move(texts)});
	}
	add_modelled(blocks, comparison, made);
	blocks.emplace_back(mechanisms_table(made, cpu));
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
