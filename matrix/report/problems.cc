// SPDX-License-Identifier: GPL-2.0
//
// What is not equal that should be, and what was not counted.
#include "matrix/report/chapter.h"
#include "matrix/report/members.h"

namespace matrix::report {

namespace {

Table problem_table(const char *id, std::vector<std::string> head, const std::vector<Problem> &problems)
{
	Table table{.id = id, .title = {}, .unit = {}, .notes = {}, .head = std::move(head), .rows = {}, .plot = {}, .prose = true};

	for (const Problem &problem : problems)
		table.rows.push_back({problem.where, problem.status, problem.reason});
	return table;
}

// Of each boot that failed, how its console ended.
void add_consoles(const compare::Comparison &comparison, std::vector<Block> &blocks)
{
	const nlohmann::json &context = comparison.results().context;
	const auto boots = context.is_object() ? context.find("failed_boots") : context.end();

	if (!context.is_object() || boots == context.end() || !boots->is_array())
		return;
	for (const nlohmann::json &boot : *boots) {
		Verbatim tail;
		if (!boot.is_object() || !boot.contains("console") || !boot["console"].is_array())
			continue;
		for (const nlohmann::json &line : boot["console"])
			if (line.is_string())
				tail.lines.push_back(line.get<std::string>());
		const std::string reason = boot.contains("reason") ? text_of(boot, "reason") : "";
		blocks.emplace_back(Paragraph{text_of(boot, "boot") + (reason.empty() ? "" : ": " + reason) + ". The end of its console:"});
		blocks.emplace_back(std::move(tail));
	}
}

} // namespace

std::vector<Block> pairs_chapter(const compare::Comparison &, const Model &model)
{
	std::vector<Block> blocks{Paragraph{pairs_verdict(model), model.trustworthy ? Paragraph::Tone::good : Paragraph::Tone::bad}};

	if (!model.pair_differences.empty())
		blocks.emplace_back(problem_table("differ", {"cell", "boots", "medians"}, model.pair_differences));
	if (!model.placement.empty())
		blocks.emplace_back(Paragraph{model.placement});
	if (!model.inexact.empty())
		blocks.emplace_back(Paragraph{model.inexact});
	return blocks;
}

std::vector<Block> problems_chapter(const compare::Comparison &comparison, const Model &model)
{
	std::vector<Block> blocks;

	if (!model.failed.empty())
		blocks.emplace_back(problem_table("failed", {"cell", "status", "reason"}, model.failed));
	if (!model.skipped.empty())
		blocks.emplace_back(problem_table("skipped", {"counter", "status", "reason"}, model.skipped));
	if (blocks.empty())
		blocks.emplace_back(Paragraph{"Every cell is ok."});
	add_consoles(comparison, blocks);
	return blocks;
}

} // namespace matrix::report
