// SPDX-License-Identifier: GPL-2.0
//
// For a mail to a list: plain text of at most 80 columns. Configurations have
// numbers where their names are wider than a column.
#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "loader/base/wrap.h"
#include "matrix/report/model.h"
#include "matrix/report/renderer.h"

namespace matrix::report {

namespace {

constexpr std::size_t line_width = 80;
constexpr std::size_t workload_width = 17;
constexpr std::size_t figure_width = 10;
// Beside the workload and the figure of none.
constexpr std::size_t figures_in_a_line = (line_width - workload_width - figure_width) / figure_width;

// Mail is not the place for narrow spaces and another minus.
std::string plain(std::string text)
{
	for (const auto &[from, to] : {std::pair{"\u202f", " "}, {"\u00a0", " "}, {"\u2212", "-"}, {"\u2013", "-"}, {"\u2026", "..."}})
		for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at))
			text.replace(at, std::string_view{from}.size(), to);
	return text;
}

// Lines of words; those after the first begin with as many spaces as `bullet` is wide.
std::string wrapped(const std::string &text, const std::string &bullet = {}) { return base::wrap(plain(text), line_width, bullet); }

// Digits without groups: they are to be aligned.
std::string figure(const Entry &entry)
{
	if (!entry.difference)
		return plain(entry.value);
	return marked(entry.difference->absolute == 0 ? "0" : fmt::format("{:+.0f}", entry.difference->absolute), entry.inexact);
}

std::string ungrouped(const std::string &count)
{
	std::string text = plain(count);

	std::erase(text, ' ');
	return text;
}

// The columns from `first` on, as many as a line has room for.
std::string part(const Section &section, std::size_t first)
{
	const std::size_t last = std::min(first + figures_in_a_line, section.columns.size());
	std::string text = fmt::format("{:<{}}{:>{}}", "workload", workload_width, section.baseline, figure_width);

	for (std::size_t i = first; i < last; ++i)
		text += fmt::format("{:>{}}", fmt::format("[{}]", i + 1), figure_width);
	text += "\n";
	for (const Row &row : section.rows) {
		text += fmt::format("{:<{}}{:>{}}", row.workload, workload_width, ungrouped(row.baseline), figure_width);
		for (std::size_t i = first; i < last; ++i)
			text += fmt::format("{:>{}}", figure(row.entries[i]), figure_width);
		text += "\n";
	}
	return text + "\n";
}

std::string section_text(const Section &section)
{
	std::string text = wrapped(section.title + ", " + section.counter + " over " + section.baseline + ":") + "\n";

	for (std::size_t i = 0; i < section.columns.size(); ++i)
		text += wrapped(section.columns[i], fmt::format("  [{}] ", i + 1));
	text += "\n";
	for (std::size_t first = 0; first < section.columns.size(); first += figures_in_a_line)
		text += part(section, first);
	return text;
}

std::string heading(const std::string &words) { return words + "\n" + std::string(words.size(), '-') + "\n\n"; }

} // namespace

base::Result<std::string> render_mail(const compare::Comparison &comparison)
{
	const Model model = make_model(comparison);
	std::string text = wrapped(model.opening.question) + "\n";

	for (const std::string &sentence : model.opening.sentences)
		text += wrapped(sentence) + "\n";
	text += wrapped((model.trustworthy ? "" : "NOT SHOWN TO BE TRUSTWORTHY. ") + model.pairs) + "\n";
	if (!model.inexact.empty())
		text += wrapped(model.inexact) + "\n";
	for (const Section &section : model.sections)
		text += section_text(section);
	if (!model.literature.empty()) {
		text += heading("Published figures beside these");
		for (const Literature &row : model.literature) {
			text += wrapped(row.what + ": " + row.published + "; here " + row.ours +
					(row.same_sign.empty() ? "" : " (same sign: " + row.same_sign + ")"), "- ");
			text += wrapped("Not alike: " + row.why + ". " + row.source + ".", "  ");
		}
		text += "\n";
	}
	if (!model.failed.empty()) {
		text += heading("Failed");
		for (const Problem &problem : model.failed)
			text += wrapped(problem.where + ": " + problem.reason, "- ");
		text += "\n";
	}
	text += heading("How it was counted");
	for (const std::string &paragraph : model.method)
		text += wrapped(paragraph) + "\n";
	for (const Fact &fact : model.facts)
		text += wrapped(fact.name + ": " + fact.value, "- ");
	return text;
}

} // namespace matrix::report
