// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/hook_defs.h"

#include <algorithm>

namespace matrix::hooks {

namespace {

// The parts between the commas, white space folded, as long as no bracket is open.
std::vector<std::string> split_arguments(std::string_view text)
{
	std::vector<std::string> parts(1);
	int depth = 0;

	for (const char c : text) {
		depth += c == '(' ? 1 : c == ')' ? -1 : 0;
		if (c == ',' && depth == 0) {
			parts.emplace_back();
			continue;
		}
		const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\\';
		std::string &part = parts.back();
		if (!space)
			part += c;
		else if (!part.empty() && part.back() != ' ')
			part += ' ';
	}
	for (std::string &part : parts)
		while (part.ends_with(' '))
			part.pop_back();
	return parts;
}

// From behind "LSM_HOOK(" to the bracket that closes it; npos when none does.
std::size_t closing(std::string_view text)
{
	int depth = 1;

	for (std::size_t i = 0; i < text.size(); ++i) {
		depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
		if (depth == 0)
			return i;
	}
	return std::string_view::npos;
}

tl::unexpected<base::Error> unreadable(std::string reason)
{
	return base::fail({.id = "hook-defs-unreadable",
			   .code = base::ExitCode::bad_input,
			   .action = "read the hooks of",
			   .object = "include/linux/lsm_hook_defs.h",
			   .reason = std::move(reason),
			   .hint = "is it the tree of a Linux kernel since 5.7?",
			   .errnum = 0});
}

} // namespace

base::Result<std::vector<HookDef>> parse_hook_defs(std::string_view text)
{
	constexpr std::string_view opening = "\nLSM_HOOK(";
	std::vector<HookDef> hooks;

	for (std::size_t at = text.find(opening); at != std::string_view::npos; at = text.find(opening, at)) {
		at += opening.size();
		const std::size_t end = closing(text.substr(at));
		if (end == std::string_view::npos)
			return unreadable("an LSM_HOOK line does not end");
		std::vector<std::string> parts = split_arguments(text.substr(at, end));
		if (parts.size() < 3 || parts[2].empty())
			return unreadable("LSM_HOOK(" + std::string{text.substr(at, end)} + ") has no name");
		HookDef hook{.name = parts[2], .returns = parts[0], .unless = parts[1], .arguments = {}};
		parts.erase(parts.begin(), parts.begin() + 3);
		if (parts != std::vector<std::string>{"void"})
			hook.arguments = std::move(parts);
		const bool known = std::any_of(hooks.begin(), hooks.end(),
					       [&hook](const HookDef &other) { return other.name == hook.name; });
		if (!known)
			hooks.push_back(std::move(hook));
	}
	if (hooks.empty())
		return unreadable("there is no LSM_HOOK line in it");
	return hooks;
}

} // namespace matrix::hooks
