// SPDX-License-Identifier: GPL-2.0
//
// seccomp beside the policies: what a filter of system calls can say of what a policy
// on hooks says. It needs no LSM, and sees numbers, not objects.
//
//   if (auto done = lsm::enter_filter("deny-wx"); !done) …   // this process and its children
#pragma once

#include <string>

#include "loader/base/result.h"

namespace matrix::lsm {

// deny-wx: what loader/bpf/deny_wx.bpf.c says of mmap and mprotect, but for the
// memory that only a hook can tell from other memory (heap, stack, file mappings).
// Seen to be in force before it returns.
base::Result<void> enter_filter(const std::string &name);

} // namespace matrix::lsm
