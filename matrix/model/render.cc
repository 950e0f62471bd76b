// SPDX-License-Identifier: GPL-2.0
#include "matrix/model/render.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "matrix/model/real.h"

namespace matrix::model {

namespace {

constexpr int model_schema_version = 1;

using Cells = std::vector<std::string>;

// A column of text is as wide as its widest word; the first one stands left, and so do
// words in the last one.
std::string table(const Cells &head, const std::vector<Cells> &rows, Format format, bool ends_in_words = false)
{
	std::vector<std::size_t> widths;
	std::string text;

	for (const std::string &word : head)
		widths.push_back(word.size());
	for (const Cells &row : rows)
		for (std::size_t i = 0; i < row.size(); ++i)
			widths[i] = std::max(widths[i], row[i].size());
	const auto cell = [&](const Cells &row, std::size_t i) {
		if (format == Format::markdown)
			return fmt::format(" {} |", row[i]);
		if (i == 0)
			return fmt::format("{:{}}", row[i], widths[i]);
		return ends_in_words && i + 1 == row.size() ? "  " + row[i] : fmt::format("  {:>{}}", row[i], widths[i]);
	};
	const auto line = [&](const Cells &row) {
		std::string made = format == Format::markdown ? "|" : "";
		for (std::size_t i = 0; i < row.size(); ++i)
			made += cell(row, i);
		return made + "\n";
	};
	text += line(head);
	if (format == Format::markdown) {
		text += "|---|";
		for (std::size_t i = 1; i < head.size(); ++i)
			text += "---:|";
		text += "\n";
	}
	for (const Cells &row : rows)
		text += line(row);
	return text + "\n";
}

std::string title(const std::string &words, Format format)
{
	return format == Format::markdown ? "## " + words + "\n\n" : words + "\n\n";
}

std::string cpu_of(const Model &model)
{
	const auto cpu = model.prices().context.find("cpu");

	return cpu != model.prices().context.end() && cpu->is_string() ? cpu->get<std::string>() : "an unknown CPU";
}

std::string ns(double value) { return fmt::format("{:.1f}", value); }
std::string more_ns(double value) { return fmt::format("{:+.1f}", value); }

std::string place(const compare::Configuration &row)
{
	std::string text = row.variant;

	for (const std::string *part : {&row.dispatch, &row.stack})
		text += *part == "-" ? "" : " " + *part;
	return text + " " + row.scenario;
}

// With the mark of the report.
std::string unsure(const std::string &figure, bool inexact) { return inexact ? "~" + figure : figure; }

// Nobody would take the range for more than it is: what differs by a line of data
// may only lie elsewhere.
std::string lines(const Cell &cell, double value) { return cell.has_lines ? unsure(more_ns(value), cell.inexact_lines) : "-"; }

// Of what may be chance there is a figure, and no error.
std::string real_ns(const Cell &cell) { return cell.real ? (cell.real->significant ? "" : "~") + more_ns(cell.real->ns) : "-"; }

std::string off(const Cell &cell)
{
	if (!cell.real || !cell.real->significant || cell.real->ns == 0)
		return "-";
	const bool inside = cell.real->ns >= cell.ns.low && cell.real->ns <= cell.ns.high;
	return fmt::format("{:+.0f}%{}", 100 * (cell.ns.middle - cell.real->ns) / std::fabs(cell.real->ns), inside ? "" : ", outside");
}

bool has_real(const Modelled &modelled)
{
	return std::any_of(modelled.cells.begin(), modelled.cells.end(), [](const Cell &cell) { return cell.real.has_value(); });
}

// null where the model was not tried on real times.
nlohmann::json real_json(const Modelled *modelled)
{
	if (modelled == nullptr || !has_real(*modelled))
		return nullptr;
	const RealChecks checks = check_real(*modelled);
	return {{"rows", checks.rows}, {"chance", checks.chance}, {"outside", checks.outside}, {"median_error", checks.median_error},
		{"worst_error", checks.worst_error}};
}

std::string real_text(const Modelled *modelled)
{
	if (modelled == nullptr || !has_real(*modelled))
		return "It was not tried on cycles of a kernel.";
	const RealChecks checks = check_real(*modelled);
	if (checks.rows == 0)
		return fmt::format("It could not be tried on real times: none of {} differences that were measured is significant.", checks.chance);
	return fmt::format("Tried on the {} differences that were measured on these kernels and are significant, it is off by {:.0f}% (median) and at most "
			   "by {:.0f}%; {} lie outside of their range. {} more may be chance (~) and say nothing of it.",
			   checks.rows, 100 * checks.median_error, 100 * checks.worst_error, checks.outside, checks.chance);
}

// Nothing where all is made of exact counts.
std::string marks_text(const Modelled &modelled)
{
	const bool any = std::any_of(modelled.cells.begin(), modelled.cells.end(),
				     [](const Cell &cell) { return cell.inexact_instructions || cell.inexact_ns || (cell.has_lines && cell.inexact_lines); });

	return any ? "~ before what is counted or modelled: a count that it is made of is not exact, and it may be a mode and no cost.\n" : "";
}

// The largest part of what a program costs by mainline's trampoline.
std::string unpaired_text(const Model &model)
{
	if (model.unpaired() == 0)
		return "None of them has a call without its return: that price is not tried.";
	return fmt::format("{} of them have a call without its return.", model.unpaired());
}

} // namespace

std::string limits_text()
{
	return "A model, not a measurement: it knows how many instructions, jumps, calls, loads and stores there are, not what waits\n"
	       "for what. It does not know misses of the TLB, jumps that a CPU foretells wrong (but for retpolines and calls without\n"
	       "their return), interrupts, what other CPUs do to the same lines, nor the price of entering the kernel, which is the\n"
	       "same on both sides of a difference. The ends of a range: all that can go on at once does; nothing does.\n";
}

std::string error_text(const Model &model, const Modelled *modelled)
{
	const std::string real = real_text(modelled);

	if (model.checks().empty())
		return "It could not be tried on sequences: hooklab had no events to them. \"model\" is the middle between the ends. " + real;
	return fmt::format("Tried on the {} sequences that hooklab measured whole on this CPU, it is off by {:.0f}% (the worst of each family, and of these the median) and "
			   "at most by {:.0f}%; {} lie outside of their range. {} {}",
			   model.checks().size(), 100 * model.median_error(), 100 * model.worst_error(), model.outside(), unpaired_text(model), real);
}

std::string checks_text(const Model &model, Format format)
{
	std::vector<Cells> prices;
	std::vector<Cells> checks;

	for (const Class &row : class_table()) {
		const Range price = row.price(model.prices());
		prices.push_back({std::string{row.name}, fmt::format("{:.2f}", price.low), fmt::format("{:.2f}", price.high), std::string{row.meaning}});
	}
	for (const Check &check : model.checks())
		checks.push_back({check.name, ns(check.measured), ns(check.estimate.low), ns(check.estimate.middle), ns(check.estimate.high),
				  fmt::format("{:+.0f}%", 100 * check.error())});
	std::string text = title("Prices on " + cpu_of(model) + ", nanoseconds", format);
	text += table({"of", "least", "most", "how they are counted"}, prices, format, true);
	text += title("The model beside what was measured, nanoseconds", format);
	text += table({"sequence", "measured", "least", "model", "most", "off"}, checks, format);
	return text + error_text(model) + "\n";
}

std::string cells_text(const compare::Comparison &comparison, const Model &model, const Modelled &modelled, Over over, Format format)
{
	std::string text = title(fmt::format("MODEL: nanoseconds of one operation on {}, over {}", cpu_of(model),
					     over == Over::none ? "the kernel with neither road" : "the same kernel with nothing attached"), format);

	for (const std::string &workload : comparison.workloads()) {
		std::vector<Cells> rows;
		for (const Cell &cell : modelled.cells) {
			if (cell.workload != workload)
				continue;
			rows.push_back({place(cell.configuration), unsure(fmt::format("{:+.0f}", cell.instructions), cell.inexact_instructions),
					unsure(more_ns(cell.ns.low), cell.inexact_ns), unsure(more_ns(cell.ns.middle), cell.inexact_ns),
					unsure(more_ns(cell.ns.high), cell.inexact_ns), lines(cell, cell.second_cache), lines(cell, cell.memory)});
			if (has_real(modelled))
				rows.back().insert(rows.back().end(), {real_ns(cell), off(cell)});
		}
		Cells head{workload, "instructions", "least", "model", "most", "2nd cache", "memory"};
		if (has_real(modelled))
			head.insert(head.end(), {"measured", "model off"});
		if (!rows.empty())
			text += table(head, rows, format);
	}
	if (modelled.without_events != 0)
		text += fmt::format("{} cells have no events or nothing to be compared with, and are left out.\n\n", modelled.without_events);
	text += marks_text(modelled);
	text += "Instructions are counts; the rest is a model. \"2nd cache\" and \"memory\": what comes on top when the lines of code\n"
		"and data that this kernel touches more have to be fetched from there, along a way that the CPU foretells: code\nthat it does not know takes longer.\n\n";
	return text + error_text(model, &modelled) + "\n" + limits_text();
}

nlohmann::json to_json(const Model &model, const Modelled *modelled, Over over)
{
	using nlohmann::json;
	const auto range = [](const Estimate &estimate) {
		return json{{"least", estimate.low}, {"model", estimate.middle}, {"most", estimate.high}};
	};
	json prices = json::array();
	json checks = json::array();
	json cells = json::array();

	for (const Class &row : class_table()) {
		const Range price = row.price(model.prices());
		prices.push_back({{"of", row.name}, {"meaning", row.meaning}, {"least", price.low}, {"most", price.high}});
	}
	for (const Check &check : model.checks())
		checks.push_back({{"sequence", check.name}, {"measured", check.measured}, {"estimate", range(check.estimate)}, {"error", check.error()}});
	for (const Cell &cell : modelled == nullptr ? std::vector<Cell>{} : modelled->cells)
		cells.push_back({{"workload", cell.workload}, {"variant", cell.configuration.variant}, {"dispatch", cell.configuration.dispatch},
				 {"stack", cell.configuration.stack}, {"scenario", cell.configuration.scenario}, {"instructions", cell.instructions},
				 {"ns", range(cell.ns)}, {"second_cache", cell.has_lines ? json(cell.second_cache) : json{}},
				 {"memory", cell.has_lines ? json(cell.memory) : json{}},
				 {"exact", {{"instructions", !cell.inexact_instructions}, {"ns", !cell.inexact_ns}, {"lines", cell.has_lines && !cell.inexact_lines}}},
				 {"measured", cell.real ? json{{"ns", cell.real->ns}, {"significant", cell.real->significant}} : json{}}});
	return {{"schema_version", model_schema_version}, {"kind", "model"}, {"unit", "ns"}, {"over", over == Over::none ? "none" : "idle"},
		{"cpu", cpu_of(model)}, {"prices", prices}, {"checks", checks}, {"median_error", model.median_error()},
		{"worst_error", model.worst_error()}, {"outside", model.outside()}, {"real", real_json(modelled)}, {"cells", modelled == nullptr ? json{} : cells},
		{"limits", limits_text()}};
}

} // namespace matrix::model
