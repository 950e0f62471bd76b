// SPDX-License-Identifier: GPL-2.0
//
// An interactive shell in a guest: its console is this terminal.
//
//   boot::GuestJob job{.kernel = layout.kernel_dir("none") / "bzImage"};
//   base::Result<int> status = boot::run_shell(layout, job);
//   // "exit" switches the guest off, Ctrl-A X ends QEMU, Ctrl-C is the guest's
#pragma once

#include "matrix/boot/guest.h"

namespace matrix::boot {

// The value is QEMU's own exit status, 0 for a guest that was switched off.
base::Result<int> run_shell(const Layout &layout, const GuestJob &job);

} // namespace matrix::boot
