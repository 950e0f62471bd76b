// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/text.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace matrix::build {

namespace {

constexpr std::string_view blanks = " \t\r\n";

std::size_t edit_distance(std::string_view a, std::string_view b)
{
	std::vector<std::size_t> row(b.size() + 1);

	for (std::size_t j = 0; j <= b.size(); j++)
		row[j] = j;
	for (std::size_t i = 1; i <= a.size(); i++) {
		std::size_t diagonal = std::exchange(row[0], i);
		for (std::size_t j = 1; j <= b.size(); j++) {
			const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
			diagonal = row[j];
			row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
		}
	}
	return row[b.size()];
}

} // namespace

std::string_view trim(std::string_view text)
{
	const std::size_t first = text.find_first_not_of(blanks);

	if (first == std::string_view::npos)
		return {};
	return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string_view> split_lines(std::string_view text)
{
	std::vector<std::string_view> lines;

	while (!text.empty()) {
		const std::size_t end = std::min(text.find('\n'), text.size());
		std::string_view line = text.substr(0, end);
		if (line.ends_with('\r'))
			line.remove_suffix(1);
		lines.push_back(line);
		text.remove_prefix(std::min(end + 1, text.size()));
	}
	return lines;
}

std::vector<std::string_view> split_words(std::string_view text)
{
	std::vector<std::string_view> words;

	for (std::size_t at = 0; (at = text.find_first_not_of(blanks, at)) != std::string_view::npos;) {
		const std::size_t end = std::min(text.find_first_of(blanks, at), text.size());
		words.push_back(text.substr(at, end - at));
		at = end;
	}
	return words;
}

std::string join(const std::vector<std::string> &parts, std::string_view between)
{
	std::string text;

	for (const std::string &part : parts) {
		if (!text.empty())
			text += between;
		text += part;
	}
	return text;
}

std::vector<std::string> nearest(std::string_view name, const std::vector<std::string> &names, std::size_t count)
{
	const std::size_t limit = std::max<std::size_t>(2, name.size() / 3);
	std::vector<std::pair<std::size_t, std::string>> found;

	if (name.size() > 256) // no name is that long; do not work for minutes on one
		return {};
	for (const std::string &candidate : names) {
		const std::size_t distance = edit_distance(name, candidate);
		if (distance <= limit)
			found.emplace_back(distance, candidate);
	}
	std::sort(found.begin(), found.end());
	std::vector<std::string> result;
	for (std::size_t i = 0; i < std::min(count, found.size()); i++)
		result.push_back(found[i].second);
	return result;
}

} // namespace matrix::build
