// SPDX-License-Identifier: GPL-2.0
//
// Triggers of hooks that are asked while an object is made and that need more
// than a system call to get to: a module, a block device, a user namespace.
//
//   for (const conformance::Trigger &trigger : extra_triggers()) …
#pragma once

#include <span>

#include "tests/guest/conformance/trigger.h"

namespace alloc {

std::span<const conformance::Trigger> extra_triggers();

// A BPF file system of a user namespace of one's own, with tokens delegated to
// it; a descriptor of its root. For prepare().
int delegated_bpffs();

} // namespace alloc
