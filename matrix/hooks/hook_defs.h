// SPDX-License-Identifier: GPL-2.0
//
// What include/linux/lsm_hook_defs.h declares: every hook that a kernel of this
// source could have, whatever its configuration.
//
//   auto text = base::read_file(tree / "include/linux/lsm_hook_defs.h");
//   auto hooks = parse_hook_defs(*text);
//   hooks->front().name;        // "binder_set_context_mgr"
//   hooks->front().arguments;   // {"const struct cred *mgr"}
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"

namespace matrix::hooks {

struct HookDef {
	std::string name;
	std::string returns;                // "int", "void"
	std::string unless;                 // what the hook answers with nobody to ask: "0", "-EOPNOTSUPP"
	std::vector<std::string> arguments; // as declared; none for "void"
};

// In the order of the file, each name once. Fails with `hook-defs-unreadable`
// when there is no LSM_HOOK line, or one that does not end.
base::Result<std::vector<HookDef>> parse_hook_defs(std::string_view text);

} // namespace matrix::hooks
