// SPDX-License-Identifier: GPL-2.0
//
// What every boot needs first: the kernel is there, the initramfs is written.
//
//   auto dir = base::TempDir::create();
//   const guest::Job inner{.argv = {"true"}};
//   auto done = boot::prepare_initramfs(layout, job, inner, dir->path() / "initramfs.cpio");
//   if (!done) return tl::unexpected(done.error()); // no-kernel, no-guest-tools, …
#pragma once

#include <filesystem>

#include "matrix/boot/guest.h"
#include "matrix/guest/job.h"

namespace matrix::boot {

base::Result<void> prepare_initramfs(const Layout &layout, const GuestJob &job, const guest::Job &inner,
				     const std::filesystem::path &archive);

} // namespace matrix::boot
