// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/layout.h"

#include <algorithm>

#include <fmt/format.h>

namespace matrix::report {

namespace {

// Of the columns from `first` on, with what is before each.
std::size_t width_from(const Layout &layout, std::size_t first, std::size_t count, std::size_t gap)
{
	std::size_t width = 0;

	for (std::size_t i = first; i < std::min(first + count, layout.widths.size()); ++i)
		width += gap + layout.widths[i];
	return width;
}

std::vector<std::vector<std::size_t>> parts_of(const Layout &layout, const Room &room)
{
	const std::size_t fixed = std::min(room.fixed, layout.widths.size());
	std::vector<std::vector<std::size_t>> parts;
	std::vector<std::size_t> part;
	std::size_t width = 0;

	const auto begin = [&] {
		part.clear();
		for (std::size_t i = 0; i < fixed; ++i)
			part.push_back(i);
		width = width_from(layout, 0, fixed, room.gap);
	};

	begin();
	for (std::size_t i = fixed; i < layout.widths.size(); i += room.together) {
		const std::size_t wider = width_from(layout, i, room.together, room.gap);
		if (part.size() > fixed && width + wider > room.line) {
			parts.push_back(part);
			begin();
		}
		for (std::size_t j = i; j < std::min(i + room.together, layout.widths.size()); ++j)
			part.push_back(j);
		width += wider;
	}
	parts.push_back(std::move(part));
	return parts;
}

// "here: equal; source: a mail": what columns say, but for those that say nothing. The only one has no name.
std::string said(const std::vector<std::string> &head, const std::vector<std::string> &row, std::size_t first, std::size_t last)
{
	std::string text;

	for (std::size_t i = first; i < last; ++i)
		if (!row[i].empty())
			text += (text.empty() ? "" : "; ") + (head.size() == 2 ? "" : head[i] + ": ") + row[i];
	return text;
}

} // namespace

std::size_t width_of(const std::string &text)
{
	return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

Layout lay_out(const std::vector<std::string> &head, const std::vector<std::vector<std::string>> &rows, const Room &room)
{
	Layout layout;

	for (std::size_t i = 0; i < head.size(); ++i) {
		const bool numbered = i >= room.fixed && width_of(head[i]) > room.name;
		layout.names.push_back(numbered ? fmt::format("[{}]", layout.legend.size() + 1) : head[i]);
		if (numbered)
			layout.legend.emplace_back(layout.names.back(), head[i]);
		std::size_t width = std::max(width_of(layout.names.back()), i < room.fixed ? 0 : room.least);
		for (const std::vector<std::string> &row : rows)
			if (i < row.size())
				width = std::max(width, width_of(row[i]));
		layout.widths.push_back(i == 0 ? std::min(width, room.widest) : width);
	}
	layout.parts = parts_of(layout, room);
	return layout;
}

std::vector<Sentence> sentences_of(const std::vector<std::string> &head, const std::vector<std::vector<std::string>> &rows, std::size_t shared)
{
	std::vector<Sentence> sentences;
	std::string before;

	for (const std::vector<std::string> &row : rows) {
		const std::string opening = said(head, row, head.size() - shared, head.size());
		sentences.push_back({.opening = opening == before ? "" : opening, .name = row.front(),
				     .words = said(head, row, 1, head.size() - shared)});
		before = opening;
	}
	return sentences;
}

} // namespace matrix::report
