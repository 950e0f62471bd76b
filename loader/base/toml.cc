// SPDX-License-Identifier: GPL-2.0
#include "loader/base/toml.h"

#include <sstream>
#include <string_view>

namespace base {

namespace {

// The parser calls itself for every level, and a stack is finite. Brackets in
// comments and strings count too: no file of ours comes near the limit.
constexpr int deepest = 64;

bool nested_too_deeply(std::string_view text)
{
	int depth = 0;

	for (const char c : text) {
		depth += c == '[' || c == '{';
		depth -= c == ']' || c == '}';
		if (depth > deepest)
			return true;
		depth = depth < 0 ? 0 : depth;
	}
	return false;
}

// toml11 3.7.1 reads past its buffer on some malformed literal strings (found by
// set_fuzz). Our files need none: the number of the first line that has a single
// quote outside a comment and a double-quoted string, or 0.
std::size_t line_of_single_quote(std::string_view text)
{
	std::size_t line = 1;
	bool comment = false;
	bool quoted = false;

	for (const char c : text) {
		if (c == '\n') {
			++line;
			comment = quoted = false;
			continue;
		}
		if (comment)
			continue;
		comment = c == '#' && !quoted;
		quoted = quoted != (c == '"');
		if (c == '\'' && !quoted)
			return line;
	}
	return 0;
}

// toml11 underlines the place over several lines; its first line says what.
std::string first_line(std::string_view text)
{
	const std::string_view line = text.substr(0, text.find('\n'));

	return std::string{line.starts_with("[error] ") ? line.substr(8) : line};
}

} // namespace

tl::expected<toml::value, std::string> parse_toml(const std::string &text, const std::string &name)
{
	if (nested_too_deeply(text))
		return tl::unexpected("lists are nested more than " + std::to_string(deepest) + " deep");
	if (const std::size_t line = line_of_single_quote(text); line != 0)
		return tl::unexpected("line " + std::to_string(line) + ": strings are written in double quotes");
	std::istringstream stream{text};

	try {
		return toml::parse(stream, name);
	} catch (const toml::syntax_error &error) {
		return tl::unexpected("line " + std::to_string(error.location().line()) + ": " + first_line(error.what()));
	} catch (const std::exception &error) {
		// What toml11 throws beside its own errors: a number out of range,
		// a byte that is not UTF-8.
		return tl::unexpected(first_line(error.what()));
	}
}

std::string toml_place(const toml::value &value, std::string_view key)
{
	return "line " + std::to_string(value.location().line()) + ", key '" + std::string{key} + "'";
}

} // namespace base
