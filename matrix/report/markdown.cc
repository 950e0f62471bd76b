// SPDX-License-Identifier: GPL-2.0
#include <fmt/format.h>

#include "matrix/report/model.h"
#include "matrix/report/renderer.h"

namespace matrix::report {

namespace {

// What would end a table cell or begin markup.
std::string escaped(const std::string &text)
{
	std::string out;

	for (const char c : text) {
		if (c == '|' || c == '*' || c == '_' || c == '`' || c == '<' || c == '\\' || c == '[')
			out += '\\';
		out += c == '\n' || c == '\r' ? ' ' : c;
	}
	return out;
}

std::string head(const Section &section, const char *first)
{
	std::string names = fmt::format("| {} | {} |", first, section.baseline);
	std::string line = "|---|---:|";

	for (const std::string &column : section.columns) {
		names += " " + escaped(column) + " |";
		line += "---:|";
	}
	return names + "\n" + line + "\n";
}

std::string cost_table(const Section &section)
{
	std::string text = head(section, "workload");

	for (const Row &row : section.rows) {
		text += fmt::format("| {} | {} |", escaped(row.workload), row.baseline);
		for (const Entry &entry : row.entries)
			text += entry.difference ? fmt::format(" {} ({}) |", entry.cost, entry.percent) : fmt::format(" {} |", entry.value);
		text += "\n";
	}
	return text;
}

std::string median_table(const Section &section)
{
	std::string text = head(section, "workload");

	for (const Row &row : section.rows) {
		text += fmt::format("| {} | {} |", escaped(row.workload), row.baseline);
		for (const Entry &entry : row.entries)
			text += fmt::format(" {} |", entry.value);
		text += "\n";
	}
	return text;
}

std::string programs_line(const Section &section)
{
	std::string text;

	for (std::size_t i = 0; i < section.columns.size(); ++i) {
		if (section.programs[i] != 0)
			text += fmt::format("{}{}: {}", text.empty() ? "Programs attached: " : ", ", escaped(section.columns[i]),
					    section.programs[i]);
	}
	return text.empty() ? text : text + ".\n\n";
}

std::string words_table(const Table &table)
{
	std::string text = "|";

	for (const std::string &word : table.head)
		text += " " + escaped(word) + " |";
	text += "\n|---|";
	for (std::size_t i = 1; i < table.head.size(); ++i)
		text += "---:|";
	for (const std::vector<std::string> &row : table.rows) {
		text += "\n|";
		for (const std::string &word : row)
			text += " " + escaped(word) + " |";
	}
	return text + "\n";
}

std::string table_text(const Table &table, const char *level)
{
	std::string text = fmt::format("{} {}\n\n", level, escaped(table.title));

	for (const std::string &note : table.notes)
		text += "- " + escaped(note) + "\n";
	return text + fmt::format("\n{}\n\n{}\n", table.unit, words_table(table));
}

std::string program_tables(const std::vector<Table> &tables)
{
	std::string text = tables.empty() ? "" : "## In detail\n\nEach table says from what its figures are counted.\n\n";

	for (const Table &table : tables)
		text += table_text(table, "###");
	return text;
}

std::string literature_table(const std::vector<Literature> &rows)
{
	if (rows.empty())
		return {};
	std::string text = "## Published figures beside these\n\n| what | published | here | same sign | source | not alike |\n|---|---:|---|---|---|---|\n";

	for (const Literature &row : rows)
		text += fmt::format("| {} | {} | {} | {} | {} | {} |\n", escaped(row.what), row.published, escaped(row.ours), row.same_sign,
				    escaped(row.source), escaped(row.why));
	return text + "\n";
}

std::string problem_table(const std::vector<Problem> &problems)
{
	std::string text = "| cell | status | reason |\n|---|---|---|\n";

	for (const Problem &problem : problems)
		text += fmt::format("| {} | {} | {} |\n", escaped(problem.where), escaped(problem.status), escaped(problem.reason));
	return text + "\n";
}

} // namespace

base::Result<std::string> render_markdown(const compare::Comparison &comparison)
{
	const Model model = make_model(comparison);
	std::string text = "# " + model.title + "\n\n";

	text += model.opening.question + "\n\n";
	for (const std::string &sentence : model.opening.sentences)
		text += escaped(sentence) + "\n\n";
	for (const std::string &sentence : model.answer)
		text += "- " + escaped(sentence) + "\n";
	text += "\n" + std::string{model.trustworthy ? "" : "**Not shown to be trustworthy.** "} + escaped(model.pairs) + "\n\n";
	if (!model.inexact.empty())
		text += escaped(model.inexact) + "\n\n";
	if (!model.pair_differences.empty())
		text += problem_table(model.pair_differences);

	text += "## Cost over none\n\nEach figure is the difference of two medians, and its share of none's.\n\n";
	for (const Section &section : model.sections)
		text += fmt::format("### {}\n\n{}{}\n{}\n", escaped(section.title), programs_line(section), section.unit + "\n",
				    cost_table(section));
	text += program_tables(model.tables);
	for (const Table &table : model.kernels)
		text += table_text(table, "##");
	text += literature_table(model.literature);
	text += "## Medians\n\n";
	for (const Section &section : model.sections)
		text += fmt::format("### {} ({})\n\n{}\n", escaped(section.title), section.unit, median_table(section));

	text += "## Failed and skipped\n\n";
	if (model.failed.empty() && model.skipped.empty())
		text += "Every cell is ok.\n\n";
	if (!model.failed.empty())
		text += problem_table(model.failed);
	if (!model.skipped.empty())
		text += problem_table(model.skipped);

	text += "## Method and limits\n\n";
	for (const std::string &paragraph : model.method)
		text += escaped(paragraph) + "\n\n";
	text += "## Environment\n\n| | |\n|---|---|\n";
	for (const Fact &fact : model.facts)
		text += fmt::format("| {} | {} |\n", escaped(fact.name), escaped(fact.value));
	return text;
}

} // namespace matrix::report
