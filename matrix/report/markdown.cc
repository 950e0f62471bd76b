// SPDX-License-Identifier: GPL-2.0
//
// Lines that a mail or the source view of a forge shows whole: prose is wrapped, tables
// that are too wide have parts.
#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "loader/base/wrap.h"
#include "matrix/report/chapter.h"
#include "matrix/report/layout.h"
#include "matrix/report/renderer.h"

namespace matrix::report {

namespace {

constexpr std::size_t markdown_width = 100; // of prose
constexpr std::size_t table_width = 110;

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

bool is_link(const std::string &word) { return word.starts_with("https://") && word.find_first_of("<>;,") == std::string::npos; }

// A link with its underscores, which would not lead there with a backslash before each.
std::string escaped_words(const std::string &text)
{
	std::istringstream words{text};
	std::string out;

	for (std::string word; words >> word;)
		out += (out.empty() ? "" : " ") + (is_link(word) ? "<" + word + ">" : escaped(word));
	return out;
}

// At the beginning of a line these words would be those of a list, a heading or a quotation.
bool is_mark(const std::string &word)
{
	const std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());

	return word == "-" || word == "+" || word.starts_with('#') || word.starts_with('>') || word.starts_with('=') || word.starts_with("~~~") ||
	       word.starts_with("---") || (digits > 0 && digits + 1 == word.size() && (word.back() == '.' || word.back() == ')'));
}

// Wrapped, with a backslash before what would be markup where a line begins with it.
std::string markdown_lines(const std::string &text, const std::string &bullet = {})
{
	std::istringstream lines{base::wrap(text, markdown_width, bullet)};
	const std::string indent(bullet.size(), ' ');
	std::string out;

	for (std::string line; std::getline(lines, line);) {
		std::string words = line.substr(indent.size());
		const std::string first = words.substr(0, words.find(' '));
		if (is_mark(first))
			words.insert(first.size() - (first.back() == '.' || first.back() == ')' ? 1 : first.size()), 1, '\\');
		out += line.substr(0, indent.size()) + words + "\n";
	}
	return out;
}

std::string markdown_items(const std::vector<std::string> &texts)
{
	std::string text;

	for (const std::string &one : texts)
		text += markdown_lines(escaped_words(one), "- ");
	return texts.empty() ? "" : text + "\n";
}

std::string markdown_line(const std::vector<std::size_t> &columns, const std::vector<std::string> &words)
{
	std::string line = "|";

	for (const std::size_t column : columns)
		line += " " + escaped(words[column]) + " |";
	return line + "\n";
}

std::string markdown_figures(const Table &table)
{
	const Layout layout = lay_out(table.head, table.rows,
				      {.line = table_width, .name = 16, .gap = 3, .fixed = table.fixed, .together = table.together});
	std::string text;

	for (const auto &[number, name] : layout.legend)
		text += markdown_lines(escaped(name), "- " + escaped(number) + " ");
	text += layout.legend.empty() ? "" : "\n";
	for (const auto &part : layout.parts) {
		text += markdown_line(part, layout.names) + "|";
		for (const std::size_t column : part)
			text += column < table.keys ? "---|" : "---:|";
		text += "\n";
		for (const auto &row : table.rows)
			text += markdown_line(part, row);
		text += "\n";
	}
	return text;
}

std::string markdown_sentences(const Table &table)
{
	std::string text;

	for (const Sentence &sentence : sentences_of(table.head, table.rows, table.shared)) {
		if (!sentence.opening.empty())
			text += (text.empty() ? "" : "\n") + markdown_lines(escaped_words(sentence.opening)) + "\n";
		text += markdown_lines("**" + escaped(sentence.name) + "**" + (sentence.words.empty() ? "" : ": ") + escaped_words(sentence.words), "- ");
	}
	return text + "\n";
}

std::string on_a_line(std::string text)
{
	std::replace_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
	return text;
}

// With a fence that no line can end.
std::string markdown_verbatim(const std::vector<std::string> &lines)
{
	std::string fence = "```";
	std::string text;

	for (const std::string &line : lines) {
		while (line.find(fence) != std::string::npos)
			fence += '`';
		text += on_a_line(line) + "\n";
	}
	return fence + "\n" + text + fence + "\n\n";
}

struct Setter {
	std::string_view chapter; // its title

	std::string operator()(const Paragraph &paragraph) const
	{
		const char *strong = paragraph.tone == Paragraph::Tone::bad ? "**" : "";
		return markdown_lines(strong + escaped_words(paragraph.text) + strong) + "\n";
	}
	std::string operator()(const Items &list) const { return markdown_items(list.texts); }
	std::string operator()(const Picture &) const { return {}; }
	std::string operator()(const Verbatim &tail) const { return markdown_verbatim(tail.lines); }
	std::string operator()(const Table &table) const
	{
		const bool titled = !table.title.empty() && table.title != chapter;
		std::string text = titled ? fmt::format("### {}\n\n", escaped(table.title)) : "";

		text += markdown_items(table.notes) + (table.unit.empty() ? "" : table.unit + "\n\n");
		if (table.rows.empty())
			return text;
		return text + (table.prose ? markdown_sentences(table) : markdown_figures(table));
	}
};

} // namespace

base::Result<std::string> render_markdown(const compare::Comparison &comparison)
{
	const Model model = make_model(comparison);
	std::string text = "# " + model.title + "\n\n";

	for (const Chapter &chapter : chapter_table()) {
		const std::vector<Block> blocks = chapter.blocks(comparison, model);
		if (!blocks.empty())
			text += fmt::format("## {}\n\n", chapter.title);
		for (const Block &block : blocks)
			text += std::visit(Setter{chapter.title}, block);
	}
	return text;
}

} // namespace matrix::report
