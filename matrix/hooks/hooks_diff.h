// SPDX-License-Identifier: GPL-2.0
//
// What happened to the hooks between two kernels' sources, and what that does to
// policies: programs find a hook by its name and its arguments by their place.
//
//   auto diff = hooks::diff_hooks("linux-6.1", "linux-6.12");
//   diff->removed;                              // {"inode_getsecid", …}
//   hooks::broken_programs(*diff, "p", programs)
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "loader/base/result.h"
#include "matrix/hooks/hook_defs.h"

namespace matrix::hooks {

struct ChangedHook {
	std::string name; // in the second tree
	std::string was;  // in the first; another one where it was renamed
	HookDef before;
	HookDef after;
	bool arguments = false; // types, number or order: what a program sees
	bool names = false;     // of arguments only, or const: a program sees neither
	bool fallback = false;  // what it answers with nobody to ask, or what it returns
};

struct HooksDiff {
	std::string a; // release, or the folder where the tree says none
	std::string b;
	std::size_t hooks_a = 0;
	std::size_t hooks_b = 0;
	std::vector<std::string> added;
	std::vector<std::string> removed;
	std::vector<ChangedHook> renamed; // some of them changed as well
	std::vector<ChangedHook> changed;
	std::vector<std::string> disabled; // B takes no programs on it, and A did or had no such hook
};

// The hooks of a set like bpf_lsm_disabled_hooks in the text of kernel/bpf/bpf_lsm.c.
std::vector<std::string> disabled_hooks(std::string_view text);

// "const struct cred *mgr" -> "struct cred *": what a program sees of an argument.
std::string argument_type(const std::string &declared);

HooksDiff diff_hooks(const std::vector<HookDef> &a, const std::vector<HookDef> &b);
// Fails with hook-defs-unreadable: a tree before 5.7, or none.
base::Result<HooksDiff> diff_trees(const std::filesystem::path &a, const std::filesystem::path &b);

// A program of a policy and the hook it is on.
struct HookUser {
	std::string policy;
	std::string program;
	std::string hook;
	bool optional = false; // left out where there is no such hook
};

struct Break {
	HookUser user;
	std::string reason;
	bool left_out = false; // the policy works without it
};

// Those that worked on the first tree and do not on the second.
std::vector<Break> broken_by(const HooksDiff &diff, const std::vector<HookUser> &users);
// Is a policy broken, and not merely without an optional program?
bool any_broken(const std::vector<Break> &breaks);

std::string hooks_diff_text(const HooksDiff &diff, const std::vector<Break> &breaks, std::size_t users);
std::string hooks_diff_markdown(const HooksDiff &diff, const std::vector<Break> &breaks, std::size_t users);
nlohmann::json hooks_diff_json(const HooksDiff &diff, const std::vector<Break> &breaks, std::size_t users);

} // namespace matrix::hooks
