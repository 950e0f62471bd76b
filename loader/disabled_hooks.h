// SPDX-License-Identifier: GPL-2.0
//
// Why a kernel lets no BPF program onto a hook, which its verifier does not say.
//
//   loader::disabled_hook_reason("getprocattr");   // it answers with the length of ...
//   loader::disabled_hook_reason("file_open");     // empty
//
// The hooks are those of bpf_lsm_disabled_hooks in kernel/bpf/bpf_lsm.c, since 6.12; what
// each answers stands in security/security.c.
#pragma once

#include <string_view>

namespace loader {

// Without a full stop, for the end of a sentence; empty for a hook that is not in the table.
std::string_view disabled_hook_reason(std::string_view hook);

} // namespace loader
