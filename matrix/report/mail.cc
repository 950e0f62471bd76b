// SPDX-License-Identifier: GPL-2.0
//
// For a mail to a list: plain text of at most 80 columns. Configurations have
// numbers where their names are wider than a column.
#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "loader/base/wrap.h"
#include "matrix/report/chapter.h"
#include "matrix/report/layout.h"
#include "matrix/report/mail.h"
#include "matrix/report/renderer.h"

namespace matrix::report {

namespace {

constexpr std::size_t mail_width = 80;
constexpr std::size_t figure_width = 9; // and a space before it
constexpr std::size_t name_width = 40;  // of a row; one that is wider has a line of its own

// Mail is not the place for narrow spaces and another minus. What else is not ASCII is of
// somebody's results.
std::string plain(std::string text)
{
	for (const auto &[from, to] : {std::pair{"\u202f", " "}, {"\u00a0", " "}, {"\u2212", "-"}, {"\u2013", "-"}, {"\u2026", "..."}, {"\u00b7 ", "."}})
		for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at))
			text.replace(at, std::string_view{from}.size(), to);
	std::replace_if(text.begin(), text.end(), [](unsigned char c) { return c >= 128; }, '?');
	return text;
}

// Lines of words; those after the first begin with as many spaces as `bullet` is wide.
std::string wrapped(const std::string &text, const std::string &bullet = {}) { return base::wrap(plain(text), mail_width, bullet); }

// Digits without groups: they are to be aligned. Of the cost of a cell the figure without its
// share, which the other column is there to make.
std::string mail_figure(std::string text, bool of_cell)
{
	for (std::size_t at = text.find("\u202f"); at != std::string::npos; at = text.find("\u202f", at))
		text.erase(at, std::string_view{"\u202f"}.size());
	if (of_cell && text.ends_with(')'))
		text.resize(text.rfind(" ("));
	return plain(std::move(text));
}

std::vector<std::vector<std::string>> figures_of(const Table &table)
{
	std::vector<std::vector<std::string>> rows;

	for (const auto &row : table.rows) {
		rows.emplace_back();
		for (std::size_t i = 0; i < row.size(); ++i)
			rows.back().push_back(i < table.keys ? plain(row[i]) : mail_figure(row[i], i < table.cells.size() && table.cells[i]));
	}
	return rows;
}

std::string mail_line(const Layout &layout, const std::vector<std::size_t> &columns, const std::vector<std::string> &words, std::size_t keys)
{
	std::string line;

	for (const std::size_t i : columns) {
		const bool wide = i == 0 && words[i].size() > layout.widths[i];
		if (wide)
			line = words[i] + "\n";
		line += i == 0 ? "" : " ";
		line += i < keys ? fmt::format("{:<{}}", wide ? "" : words[i], layout.widths[i]) : fmt::format("{:>{}}", words[i], layout.widths[i]);
	}
	line.erase(line.find_last_not_of(' ') + 1);
	return line + "\n";
}

std::string figures_text(const Table &table)
{
	const std::vector<std::vector<std::string>> rows = figures_of(table);
	std::vector<std::string> head;
	for (const std::string &name : table.head)
		head.push_back(plain(name));
	const Layout layout = lay_out(head, rows, {.line = mail_width, .name = figure_width, .least = figure_width, .widest = name_width, .gap = 1,
						   .fixed = table.fixed, .together = table.together});
	std::string text;

	for (const auto &[number, name] : layout.legend)
		text += wrapped(name, "  " + number + " ");
	text += layout.legend.empty() ? "" : "\n";
	for (const auto &part : layout.parts) {
		text += mail_line(layout, part, layout.names, table.keys);
		for (const auto &row : rows)
			text += mail_line(layout, part, row, table.keys);
		text += "\n";
	}
	return text;
}

std::string sentences_text(const Table &table)
{
	std::string text;

	for (const Sentence &sentence : sentences_of(table.head, table.rows, table.shared)) {
		if (!sentence.opening.empty())
			text += (text.empty() ? "" : "\n") + wrapped(sentence.opening) + "\n";
		text += wrapped(sentence.name + (sentence.words.empty() ? "" : ": ") + sentence.words, "- ");
	}
	return text + "\n";
}

std::string items_text(const std::vector<std::string> &texts)
{
	std::string text;

	for (const std::string &one : texts)
		text += wrapped(one, "- ");
	return texts.empty() ? "" : text + "\n";
}

// Cut where a line of the mail ends.
std::string mail_verbatim(const std::vector<std::string> &lines)
{
	const std::string indent = "    ";
	std::string text;

	for (const std::string &line : lines) {
		std::string words = plain(line).substr(0, mail_width - indent.size());
		std::replace_if(words.begin(), words.end(), [](unsigned char c) { return c < 32 || c == 127; }, ' ');
		text += indent + words + "\n";
	}
	return text + "\n";
}

struct MailSetter {
	std::string_view chapter; // its title

	std::string operator()(const Paragraph &paragraph) const
	{
		return wrapped((paragraph.tone == Paragraph::Tone::bad ? "*** " : "") + paragraph.text) + "\n";
	}
	std::string operator()(const Items &list) const { return items_text(list.texts); }
	std::string operator()(const Picture &) const { return {}; }
	std::string operator()(const Verbatim &tail) const { return mail_verbatim(tail.lines); }
	std::string operator()(const Table &table) const
	{
		const bool titled = !table.title.empty() && table.title != chapter;
		const std::string unit = table.unit.empty() ? "" : (titled ? ", " : "In ") + table.unit;
		std::string text = titled || !unit.empty() ? wrapped((titled ? table.title : "") + unit + ":") + "\n" : "";

		text += items_text(table.notes);
		if (table.rows.empty())
			return text;
		return text + (table.prose ? sentences_text(table) : figures_text(table));
	}
};

} // namespace

std::string mail_title(const Model &model) { return wrapped(model.title) + "\n"; }

std::string mail_chapter(std::string_view title, const std::vector<Block> &blocks)
{
	std::string text = blocks.empty() ? "" : fmt::format("{}\n{}\n\n", title, std::string(title.size(), '-'));

	for (const Block &block : blocks)
		text += std::visit(MailSetter{title}, block);
	return text;
}

base::Result<std::string> render_mail(const compare::Comparison &comparison)
{
	const Model model = make_model(comparison);
	std::string text = mail_title(model);

	for (const Chapter &chapter : chapter_table())
		text += mail_chapter(chapter.title, chapter.blocks(comparison, model));
	return text;
}

} // namespace matrix::report
