// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/facts.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <sstream>
#include <string>

namespace matrix::advise {

namespace {

struct OwnSymbol {
	std::string_view name;
	std::string_view symbol;
	bool is_dispatch;
};

constexpr std::array own_symbols{
	OwnSymbol{"list", "SECURITY_DISPATCH_LIST", true},
	OwnSymbol{"static-call", "SECURITY_DISPATCH_STATIC_CALL", true},
	OwnSymbol{"jump-table", "SECURITY_DISPATCH_JUMP_TABLE", true},
	OwnSymbol{"trampoline", "SECURITY_DISPATCH_TRAMPOLINE", true},
	OwnSymbol{"always-call", "BPF_LSM_ALWAYS_CALL", false},
	OwnSymbol{"override", "BPF_OVERRIDE_RETURN", false},
};

struct Word {
	bool negated = false;
	std::string_view kind; // empty: a symbol
	std::string_view name;
};

Word split_word(std::string_view text)
{
	Word word;

	if (text.starts_with('!')) {
		word.negated = true;
		text.remove_prefix(1);
	}
	const std::size_t colon = text.find(':');
	if (colon != text.npos)
		word.kind = text.substr(0, colon);
	word.name = colon == text.npos ? text : text.substr(colon + 1);
	return word;
}

std::istringstream words_of(std::string_view condition) { return std::istringstream{std::string{condition}}; }

// Numbers as the kernel reads them: 0x0 is 0.
bool is_same_value(const std::string &text, const std::string &wanted)
{
	char *text_end = nullptr;
	char *wanted_end = nullptr;
	const unsigned long left = std::strtoul(text.c_str(), &text_end, 0);
	const unsigned long right = std::strtoul(wanted.c_str(), &wanted_end, 0);
	const bool numbers = !text.empty() && !wanted.empty() && *text_end == '\0' && *wanted_end == '\0';

	return text == wanted || (numbers && left == right);
}

// "audit", or "audit=0".
bool has_word(const std::string &command_line, std::string_view word)
{
	const std::size_t equals = word.find('=');
	const Words words = split_command_line(command_line);
	const std::string *value = command_line_value(words, word.substr(0, equals));

	return value != nullptr && (equals == word.npos || is_same_value(*value, std::string{word.substr(equals + 1)}));
}

} // namespace

// The dispatch is a choice: a configuration of these kernels has one of them.
bool Facts::is_own(std::string_view what) const
{
	const auto any = [this](std::string_view name) {
		return std::ranges::any_of(own_symbols, [&](const OwnSymbol &row) { return row.name == name && config_.has(row.symbol); });
	};

	return what == "lsm" ? std::ranges::any_of(own_symbols, [&](const OwnSymbol &row) { return row.is_dispatch && config_.has(row.symbol); }) : any(what);
}

bool Facts::holds(std::string_view text) const
{
	const Word word = split_word(text);
	bool yes = false;

	if (word.kind.empty())
		return word.negated ? config_.is_off(word.name) : config_.has(word.name);
	if (word.kind == "lsm")
		yes = stack_.runs(word.name);
	else if (word.kind == "compiled")
		yes = std::ranges::find(stack_.compiled, word.name) != stack_.compiled.end();
	else if (word.kind == "since")
		yes = config_.release.since(parse_release(word.name));
	else if (word.kind == "before")
		yes = config_.release.before(parse_release(word.name));
	else if (word.kind == "arch")
		return !config_.arch.empty() && (config_.arch == word.name) != word.negated;
	else if (word.kind == "bits")
		yes = config_.is_32_bit_x86();
	else if (word.kind == "file")
		yes = config_.cut_off;
	else if (word.kind == "want")
		yes = word.name == "any" ? !wishes_.features.empty() : wishes_.features.contains(std::string{word.name});
	else if (word.kind == "cmdline")
		yes = has_word(wishes_.command_line, word.name);
	else if (word.kind == "own")
		yes = is_own(word.name);
	else if (word.kind == "policy")
		yes = word.name == "any" ? wishes_.policies : wishes_.needs_framework;
	return yes != word.negated;
}

bool Facts::hold(std::string_view condition) const
{
	std::istringstream words = words_of(condition);

	for (std::string word; words >> word;)
		if (!holds(word))
			return false;
	return true;
}

std::string condition_problem(std::string_view condition)
{
	std::istringstream words = words_of(condition);

	for (std::string text; words >> text;) {
		const Word word = split_word(text);
		const bool release = word.kind == "since" || word.kind == "before";
		if (word.name.empty() || word.name.starts_with('=') || (release && (word.negated || !parse_release(word.name).known())))
			return text;
		if ((word.kind == "lsm" || word.kind == "compiled") && find_lsm(word.name, {}) == nullptr)
			return text;
		if ((word.kind == "bits" && word.name != "32") || (word.kind == "file" && word.name != "cut"))
			return text;
		if (word.kind == "policy" && word.name != "any" && word.name != "needs-framework")
			return text;
		if (word.kind == "own" && word.name != "lsm" && std::ranges::find(own_symbols, word.name, &OwnSymbol::name) == own_symbols.end())
			return text;
		if (!word.kind.empty() && !release && word.kind != "lsm" && word.kind != "compiled" && word.kind != "arch" && word.kind != "want" &&
		    word.kind != "policy" && word.kind != "cmdline" && word.kind != "own" && word.kind != "bits" && word.kind != "file")
			return text;
	}
	return {};
}

} // namespace matrix::advise
