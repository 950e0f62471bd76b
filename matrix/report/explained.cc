// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/explained.h"

#include <fmt/format.h>

#include "matrix/report/chapter.h"

namespace matrix::report {

namespace {

using nlohmann::json;

// A table is there to be read; the command has the rest.
constexpr std::size_t calls_shown = 60;

std::string instructions(const json &call, const char *side)
{
	const auto found = call.find(side);

	return found != call.end() && found->is_number_unsigned() ? count_text(found->get<double>()) : nothing;
}

double value_of(const json &call, const char *side)
{
	const auto found = call.find(side);

	return found != call.end() && found->is_number_unsigned() ? found->get<double>() : 0;
}

// "· · security_file_permission": markup that keeps leading spaces is rare.
std::string call_name(const json &call)
{
	std::string text;

	for (unsigned depth = std::min(call.value("depth", 0U), 20U); depth > 0; --depth)
		text += "\u00b7 ";
	return text + call.value("function", "?");
}

std::string command_of(const json &asked)
{
	return fmt::format("hookmatrix explain --workload {} {} {}", asked.value("workload", ""), asked.value("a", ""), asked.value("b", ""));
}

std::string totals(const json &explained)
{
	const json &a = explained.at("a");
	const json &b = explained.at("b");

	return fmt::format("One operation on {} runs {} instructions of the kernel, on {} {}: {}, of which {} are in no function.",
			   a.at("cell").get<std::string>(), count_text(a.at("kernel").get<double>()), b.at("cell").get<std::string>(),
			   count_text(b.at("kernel").get<double>()), signed_text(explained.at("kernel_difference").get<double>()),
			   count_text(explained.at("unexplained").get<double>()));
}

void add_calls(Table &table, const json &calls)
{
	std::size_t alike = 0;
	std::size_t further = 0;

	for (const json &call : calls) {
		if (!call.value("differs", false)) {
			++alike;
		} else if (table.rows.size() == calls_shown) {
			++further;
		} else {
			const double more = value_of(call, "b") - value_of(call, "a");
			table.rows.push_back({call_name(call), instructions(call, "a"), instructions(call, "b"), more == 0 ? "" : signed_text(more)});
		}
	}
	table.notes.push_back(fmt::format("Calls in their order, each with its own instructions. {} that are alike are left out{}.", alike,
					  further == 0 ? "" : fmt::format(", and {} behind these {}", further, calls_shown)));
}

Table table_of(const json &asked, std::size_t number)
{
	const std::string workload = asked.value("workload", "");
	const std::string a = asked.value("a", "");
	const std::string b = asked.value("b", "");
	Table table{.id = fmt::format("explained-{}", number), .title = fmt::format("Where the instructions go: {}, {} and {}", workload, a, b),
		    .unit = "instructions/op", .notes = {}, .head = {"call", a, b, "difference"}, .rows = {}, .plot = {}};

	if (asked.value("status", "") == "ok" && asked.contains("explained")) {
		table.notes.push_back(totals(asked["explained"]));
		add_calls(table, asked["explained"].at("calls"));
		table.notes.push_back("All calls: " + command_of(asked));
	} else {
		table.notes.push_back(fmt::format("It failed: {}. Again: {}", asked.value("reason", "no reason was kept"), command_of(asked)));
	}
	return table;
}

} // namespace

std::vector<Table> explained_tables(const compare::Comparison &comparison)
{
	const json &context = comparison.results().context;
	const auto asked = context.is_object() ? context.find("explained") : context.end();
	std::vector<Table> tables;

	if (!context.is_object() || asked == context.end() || !asked->is_array())
		return tables;
	for (const json &one : *asked) {
		try {
			tables.push_back(table_of(one, tables.size() + 1));
		} catch (const json::exception &) {
			// Somebody else's file: the other tables are as good as without it.
		}
	}
	return tables;
}

std::vector<Block> explained_chapter(const compare::Comparison &comparison, const Model &) { return blocks_of(explained_tables(comparison)); }

} // namespace matrix::report
