// SPDX-License-Identifier: GPL-2.0
#include "tests/same_code/changed_functions.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace same_code {

namespace {

bool in_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

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

std::set<std::string> words_of(std::string_view text)
{
	std::set<std::string> words;

	for (std::size_t at = 0; at < text.size();) {
		std::size_t end = at;
		while (end < text.size() && in_word(text[end]))
			++end;
		if (end > at && std::isdigit(static_cast<unsigned char>(text[at])) == 0)
			words.emplace(text.substr(at, end - at));
		at = std::max(end, at + 1);
	}
	return words;
}

std::string word_at(std::string_view text, std::size_t at)
{
	std::size_t end = at;

	while (end < text.size() && in_word(text[end]))
		++end;
	return std::string{text.substr(at, end - at)};
}

std::string word_before(std::string_view text, std::size_t end)
{
	while (end > 0 && std::isspace(static_cast<unsigned char>(text[end - 1])) != 0)
		--end;
	std::size_t begin = end;
	while (begin > 0 && in_word(text[begin - 1]))
		--begin;
	return std::string{text.substr(begin, end - begin)};
}

// What may follow a function's arguments.
bool is_attribute(std::string_view word)
{
	return word == "__acquires" || word == "__releases" || word == "__must_hold" || word == "__attribute__";
}

// What stands before a body: `static int f(int (*call)(void), int b)`. The name
// is before the last parentheses of the outermost level; of a macro that
// defines a function, SYSCALL_DEFINE1(f, …), it is the first argument.
std::string name_of(std::string_view head)
{
	std::size_t open = std::string_view::npos;
	int depth = 0;

	for (std::size_t at = 0; at < head.size(); ++at) {
		if (head[at] == '(' && depth++ == 0 && !is_attribute(word_before(head, at)))
			open = at;
		if (head[at] == ')')
			--depth;
	}
	if (open == std::string_view::npos)
		return {};
	const std::string name = word_before(head, open);
	const bool macro = std::none_of(name.begin(), name.end(),
					[](char c) { return std::islower(static_cast<unsigned char>(c)) != 0; });
	return macro ? word_at(head, open + 1) : name;
}

// Lines that end whatever was before a function's head.
bool ends_head(std::string_view line)
{
	return line.empty() || line[0] == '#' || line[0] == '}' || line.ends_with(';') || line.ends_with("*/");
}

// What GCC and SYSCALL_DEFINE add to a function's name.
std::string source_name(std::string_view symbol)
{
	constexpr std::array<std::string_view, 6> prefixes{"__do_sys_", "__se_sys_", "__x64_sys_", "__ia32_sys_",
							    "__x64_compat_sys_", "____"};

	symbol = symbol.substr(0, symbol.find('.'));
	for (const std::string_view prefix : prefixes)
		if (symbol.starts_with(prefix) && symbol.size() > prefix.size())
			return std::string{symbol.substr(prefix.size())};
	return std::string{symbol};
}

} // namespace

std::map<std::string, std::string> functions_of(std::string_view source)
{
	const std::vector<std::string_view> lines = lines_of(source);
	std::map<std::string, std::string> functions;
	std::size_t head = 0; // the first line of what may become a function

	for (std::size_t at = 0; at < lines.size(); ++at) {
		const std::size_t first = at;
		std::string name;
		if (lines[at].starts_with("#define ")) {
			name = word_at(lines[at], 8);
			while (lines[at].ends_with('\\') && at + 1 < lines.size())
				++at;
		} else if (lines[at].starts_with("{")) {
			std::string text;
			for (std::size_t i = head; i < at; ++i)
				text.append(lines[i]).append(" ");
			name = name_of(text);
			while (at + 1 < lines.size() && !lines[at].starts_with("}"))
				++at;
		} else {
			head = ends_head(lines[at]) ? at + 1 : head;
			continue;
		}
		// Of several definitions under #if all count.
		for (std::size_t i = lines[first].starts_with("{") ? head : first; i <= at && !name.empty(); ++i)
			functions[name].append(lines[i]).append("\n");
		head = at + 1;
	}
	return functions;
}

bool ChangedFunctions::has(std::string_view symbol) const
{
	return names.contains(source_name(symbol)) || names.contains(std::string{symbol.substr(0, symbol.find('.'))});
}

std::string ChangedFunctions::mentioned_by(std::string_view symbol) const
{
	const auto found = mentioned_in.find(source_name(symbol));

	return found == mentioned_in.end() ? "" : found->second;
}

ChangedFunctions changed_functions(std::string_view before, std::string_view after)
{
	const auto old = functions_of(before);
	const auto fresh = functions_of(after);
	ChangedFunctions changed;

	for (const auto *side : {&old, &fresh})
		for (const auto &[name, text] : *side) {
			const auto there = old.find(name);
			const auto here = fresh.find(name);
			if (there == old.end() || here == fresh.end() || there->second != here->second)
				changed.names.insert(name);
		}
	std::map<std::string, std::set<std::string>> words;
	for (const auto &[name, text] : fresh)
		if (!changed.names.contains(name))
			words[name] = words_of(text);
	for (bool more = true; more;) {
		more = false;
		for (const auto &[name, mentions] : words) {
			if (changed.mentioned_in.contains(name))
				continue;
			for (const std::string &word : mentions)
				if (word != name && (changed.names.contains(word) || changed.mentioned_in.contains(word))) {
					changed.mentioned_in[name] = word;
					more = true;
					break;
				}
		}
	}
	return changed;
}

} // namespace same_code
