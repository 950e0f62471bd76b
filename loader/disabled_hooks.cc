// SPDX-License-Identifier: GPL-2.0
#include "loader/disabled_hooks.h"

#include <algorithm>
#include <array>

namespace loader {

namespace {

struct DisabledHook {
	std::string_view hook;
	std::string_view reason;
};

constexpr std::string_view gives_length = "it answers with the length of what it writes to a buffer, and a program can write none";

constexpr std::array disabled_hooks{
	DisabledHook{"audit_rule_match", "it is given a rule that only the LSM that made it can read"},
	DisabledHook{"getprocattr", gives_length},
	DisabledHook{"getselfattr", "it answers with a number of attributes that it writes to a buffer, and a program can write none"},
	DisabledHook{"inode_copy_up_xattr", "its answer is no verdict: 0 copies the attribute, -ECANCELED leaves it out"},
	DisabledHook{"inode_getsecurity", gives_length},
	DisabledHook{"inode_listsecurity", gives_length},
	DisabledHook{"inode_need_killpriv", "its answer is no verdict: a number above 0 has inode_killpriv called"},
	DisabledHook{"ismaclabel", "its answer is no verdict: 1 means that the attribute is an LSM's label"},
	DisabledHook{"key_getsecurity", gives_length},
	DisabledHook{"setprocattr", "it answers with the length of what it took"},
	DisabledHook{"vm_enough_memory", "its answer is no verdict: an error takes away the reserve of the administrator, and refuses nothing by itself"},
	DisabledHook{"xfrm_decode_session", "it answers with the LSM's number of a packet's label, and a program has none"},
};

} // namespace

std::string_view disabled_hook_reason(std::string_view hook)
{
	const auto row = std::ranges::find(disabled_hooks, hook, &DisabledHook::hook);

	return row != disabled_hooks.end() ? row->reason : std::string_view{};
}

} // namespace loader
