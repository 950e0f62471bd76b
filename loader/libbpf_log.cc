// SPDX-License-Identifier: GPL-2.0
#include "loader/libbpf_log.h"

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <vector>

namespace loader {

namespace {

thread_local LibbpfLog *active;

int capture(libbpf_print_level level, const char *format, va_list arguments)
{
	std::array<char, 1024> small{};
	va_list again;
	va_copy(again, arguments);
	const int length = std::vsnprintf(small.data(), small.size(), format, arguments);

	if (length > 0 && active && level != LIBBPF_DEBUG) {
		std::string text(static_cast<std::size_t>(length), '\0');
		std::vsnprintf(text.data(), text.size() + 1, format, again);
		active->add(text);
	}
	va_end(again);
	return length;
}

std::vector<std::string_view> lines_of(std::string_view text)
{
	std::vector<std::string_view> lines;

	while (!text.empty()) {
		const std::size_t end = std::min(text.find('\n'), text.size());
		lines.push_back(text.substr(0, end));
		text.remove_prefix(std::min(end + 1, text.size()));
	}
	return lines;
}

std::string join_last(const std::vector<std::string_view> &lines, std::size_t count)
{
	std::string joined;

	for (std::size_t i = lines.size() - std::min(count, lines.size()); i < lines.size(); i++)
		joined.append(joined.empty() ? "" : "\n").append(lines[i]);
	return joined;
}

bool is_noise(std::string_view line)
{
	constexpr std::array<std::string_view, 6> openings{
		"processed ", "verification time", "stack depth", "-- BEGIN", "-- END", "mark_precise",
	};

	if (line.find_first_not_of(" \t") == std::string_view::npos)
		return true;
	return std::ranges::any_of(openings, [&](auto opening) { return line.starts_with(opening); });
}

} // namespace

LibbpfLog::LibbpfLog(bool echo) : outer_(active), previous_(libbpf_set_print(capture)), echo_(echo) { active = this; }

LibbpfLog::~LibbpfLog()
{
	libbpf_set_print(previous_);
	active = outer_;
}

void LibbpfLog::add(std::string_view line)
{
	text_.append(line);
	if (echo_)
		std::fwrite(line.data(), 1, line.size(), stderr);
}

std::string failed_program(std::string_view text)
{
	constexpr std::string_view opening = "prog '";

	for (const std::string_view line : lines_of(text)) {
		const std::size_t start = line.find(opening);
		if (start == std::string_view::npos)
			continue;
		const std::string_view rest = line.substr(start + opening.size());
		const std::size_t quote = rest.find('\'');
		if (quote != std::string_view::npos && rest.find("failed", quote) != std::string_view::npos)
			return std::string(rest.substr(0, quote));
	}
	return {};
}

std::string program_log(std::string_view text, std::string_view program)
{
	const std::string begin = "prog '" + std::string(program) + "': -- BEGIN PROG LOAD LOG --\n";
	const std::size_t start = text.find(begin);

	if (start == std::string_view::npos)
		return {};
	text.remove_prefix(start + begin.size());
	return std::string(text.substr(0, text.find("-- END PROG LOAD LOG --")));
}

std::string decisive_lines(std::string_view verifier_log, std::size_t count)
{
	std::vector<std::string_view> lines = lines_of(verifier_log);

	std::erase_if(lines, is_noise);
	return join_last(lines, count);
}

std::string last_lines(std::string_view text, std::size_t count) { return join_last(lines_of(text), count); }

} // namespace loader
