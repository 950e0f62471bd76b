// SPDX-License-Identifier: GPL-2.0
//
// Which functions a series changes, from the text of a source file before and
// after it. It relies on the kernel's style: a function's braces, and nothing
// else, stand in the first column.
//
//   const ChangedFunctions changed = changed_functions(before, after);
//   changed.has("btf_ctx_access.cold");       // true: its text is not the same
//   changed.mentioned_by("check_attach");     // "is_lsm": it may have been inlined; or empty
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace same_code {

struct ChangedFunctions {
	std::set<std::string> names;                     // functions and macros with another text, or on one side only
	std::map<std::string, std::string> mentioned_in; // of the others, which of those each mentions, at whatever remove

	// `symbol` may be a part that the compiler made of the function (f.cold,
	// f.isra.0) or one of the functions that SYSCALL_DEFINE makes.
	[[nodiscard]] bool has(std::string_view symbol) const;
	[[nodiscard]] std::string mentioned_by(std::string_view symbol) const;
};

ChangedFunctions changed_functions(std::string_view before, std::string_view after);

// The text of each function and macro, by name.
std::map<std::string, std::string> functions_of(std::string_view source);

} // namespace same_code
