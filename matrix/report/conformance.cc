// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/conformance.h"

#include <fmt/format.h>

#include "matrix/report/chapter.h"
#include "matrix/report/members.h"

namespace matrix::report {

namespace {

using nlohmann::json;

json verdicts_of(const json &row)
{
	const auto found = row.find("verdicts");

	return found != row.end() && found->is_object() ? *found : json::object();
}

// What the kernel says of triggers that the first one says otherwise of, or not at all.
std::vector<std::string> differences(const json &first, const json &row)
{
	std::vector<std::string> texts;
	const json theirs = verdicts_of(first);
	const json ours = verdicts_of(row);

	for (const auto &[trigger, verdict] : ours.items())
		if (!theirs.contains(trigger) || theirs[trigger] != verdict)
			texts.push_back(fmt::format("{} on {}: {}, on {}: {}", trigger, text_of(row, "kernel"), verdict.dump(),
						    text_of(first, "kernel"), theirs.contains(trigger) ? theirs[trigger].dump() : "not asked"));
	for (const auto &[trigger, verdict] : theirs.items())
		if (!ours.contains(trigger))
			texts.push_back(fmt::format("{} is not asked on {}", trigger, text_of(row, "kernel")));
	return texts;
}

} // namespace

std::optional<Table> conformance_table(const compare::Comparison &comparison)
{
	const json &context = comparison.results().context;
	const auto asked = context.is_object() ? context.find("conformance") : context.end();
	if (!context.is_object() || asked == context.end() || !asked->is_array())
		return std::nullopt;

	Table table{.id = "conformance", .title = "Conformance", .unit = "hooks",
		    .notes = {"With a program on every hook that takes one: for each hook that a system call was found for, the call is made while all "
			      "programs allow and again while the one on that hook refuses. It has to go through, and to give the error that its row says."},
		    .head = {"kernel", "with a program", "let through and refused", "told, without a verdict", "failures"}, .rows = {}, .plot = {}};
	const json *first = nullptr;
	std::vector<std::string> unlike;
	for (const json &row : *asked) {
		if (!row.is_object())
			continue;
		if (text_of(row, "status") != "ok") {
			table.notes.push_back(fmt::format("{} could not be asked: {}", text_of(row, "kernel"), text_of(row, "reason")));
			continue;
		}
		table.rows.push_back({text_of(row, "kernel"), number_of(row, "hooks"), number_of(row, "triggers"), number_of(row, "told"),
				      number_of(row, "failures")});
		if (first == nullptr)
			first = &row;
		else
			for (std::string &text : differences(*first, row))
				unlike.push_back(std::move(text));
	}
	if (table.rows.size() > 1 && unlike.empty())
		table.notes.push_back(fmt::format("All {} verdicts are the same on these kernels.", verdicts_of(*first).size()));
	for (std::string &text : unlike)
		table.notes.push_back("Unlike: " + std::move(text) + ".");
	return table.rows.empty() && table.notes.size() == 1 ? std::nullopt : std::optional{std::move(table)};
}

std::vector<Block> conformance_chapter(const compare::Comparison &comparison, const Model &)
{
	auto table = conformance_table(comparison);

	return table ? std::vector<Block>{std::move(*table)} : std::vector<Block>{};
}

} // namespace matrix::report
