// SPDX-License-Identifier: GPL-2.0
//
// Which mainline releases have an LSM hook, so that an error about an absent
// hook can say where it exists.
//
//   loader::hook_history_sentence("uring_allowed");  // Linux 6.15 and later have it
//   loader::hook_history_sentence("inode_getsecid"); // Linux 5.7 to 6.12 have it; renamed to inode_getlsmprop in 6.13
//   loader::find_hook_history("file_opne");          // nullptr
//
// The facts are those of include/linux/lsm_hook_defs.h, which 5.7 introduced
// together with the BPF LSM. hook_history_releases() are the releases whose
// lists were read; a change between two of them bears the release for which the
// pull request with it was made. A kernel inside a hook's range lacks the
// hook where its configuration leaves the hook out.
#pragma once

#include <compare>
#include <span>
#include <string>
#include <string_view>

namespace loader {

struct Release {
	int version = 0;
	int patchlevel = 0;

	constexpr auto operator<=>(const Release &) const = default;
	[[nodiscard]] constexpr bool known() const { return version != 0; }
	// One that is not known is neither.
	[[nodiscard]] constexpr bool since(const Release &other) const { return known() && *this >= other; }
	[[nodiscard]] constexpr bool before(const Release &other) const { return known() && *this < other; }
	[[nodiscard]] std::string to_string() const; // "6.12"
};

struct HookHistory {
	std::string_view name;
	Release first{5, 7};
	Release last{};                // not known(): the newest release looked at has it
	std::string_view renamed_to{}; // two names with a space between them where it was split; may be empty
	Release update{};              // a series older than `first` in whose stable updates it was seen
};

// Sorted by name, each name once.
std::span<const HookHistory> hook_history_table();

// In their order; the last one is the newest looked at.
std::span<const Release> hook_history_releases();

// nullptr: no release looked at has a hook of this name.
const HookHistory *find_hook_history(std::string_view hook);

// Without a full stop, for the middle of a sentence; empty when the hook is unknown.
std::string hook_history_sentence(std::string_view hook);

} // namespace loader
