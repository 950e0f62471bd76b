// SPDX-License-Identifier: GPL-2.0
//
// Which LSM has a callback on which hook, counted in a kernel's source: nothing is
// built or configured, so code under any option counts.
//
//   auto census = hooks::take_census("linux-6.12");
//   census->hooks.size();                       // 271
//   census->lsms.at("selinux").size();          // 212
//   std::cout << hooks::census_text(*census);
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "loader/base/result.h"

namespace matrix::hooks {

// The LSM that the patches of this project bring, for tests: of no kernel of others.
inline constexpr const char *project_lsm = "hooktest";

// It has a callback on each hook, and says nothing of them: bpf, and that one.
bool is_complete(const std::string &lsm);

struct Census {
	std::string version;                              // of the tree: "6.12.117"
	std::vector<std::string> hooks;                   // in the order of their declaration
	std::map<std::string, std::set<std::string>> lsms; // the hooks of each; `bpf` has one on all
	std::set<std::string> undeclared;                 // registered, but no hook of this tree

	// How many LSMs have a callback on it, those that have one on all left out.
	[[nodiscard]] std::size_t implemented_by(const std::string &hook) const;
};

// From include/linux/lsm_hook_defs.h; before 5.7, from struct security_hook_heads
// in include/linux/lsm_hooks.h. Fails with `hook-defs-unreadable` where neither is.
base::Result<std::vector<std::string>> declared_hooks(const std::filesystem::path &tree);

// The names that LSM_HOOK_INIT() registers in the text of a file; "*" where a macro
// registers all.
std::set<std::string> registered_hooks(std::string_view text);

base::Result<Census> take_census(const std::filesystem::path &tree);

std::string census_text(const Census &census);
std::string census_markdown(const Census &census);
nlohmann::json census_json(const Census &census);

} // namespace matrix::hooks
