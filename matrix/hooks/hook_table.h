// SPDX-License-Identifier: GPL-2.0
//
// Every hook of a built kernel, in exactly one class: what can a program do
// there? Read from the kernel itself (BTF, jump table, the sets that the
// verifier asks), so that the table cannot say what the kernel does not do.
//
//   auto table = read_hook_table(layout, "override");
//   for (const Hook &hook : table->hooks) std::cout << hook.name << to_string(hook.kind);
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"
#include "matrix/hooks/hook_defs.h"
#include "matrix/layout.h"

namespace matrix::hooks {

// What a static key of a hook is called on the override kernel; the hook's name follows.
inline constexpr std::string_view key_prefix = "bpf_override_key_";

enum class HookClass {
	deny,     // an int hook: a program may refuse
	observe,  // a void hook, or one that answers yes or no: a program is told
	disabled, // the verifier refuses programs on it
	absent,   // no code of this configuration calls it
};

std::string_view to_string(HookClass kind);

struct Hook {
	HookDef def;
	HookClass kind = HookClass::absent;
	bool takes_programs = false;        // the verifier lets programs on it, called or not
	bool sleepable = false;             // sleepable ones, too
	std::vector<std::string> functions; // where its gates are, one per gate; override kernels only
	std::string reason;                 // why disabled or absent, or why an int hook cannot deny
};

struct HookTable {
	std::string variant;
	std::vector<Hook> hooks; // in the order of lsm_hook_defs.h
};

// Of a variant that is built. Fails with `kernel-not-built`, `other-source` (the
// tree is not the one that it was built from), `no-hooks` (a variant without either mechanism), or what reading gives.
base::Result<HookTable> read_hook_table(const Layout &layout, std::string_view variant);

std::map<HookClass, std::size_t> count_classes(const HookTable &table);

// The option without which no code calls this hook; empty when none is known.
std::string_view option_that_calls(std::string_view hook);

} // namespace matrix::hooks
