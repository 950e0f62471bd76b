// SPDX-License-Identifier: GPL-2.0
//
// QEMU's command line, built apart from being executed.
//
//   std::vector<std::string> argv = boot::qemu_arguments(job, {.qemu = "qemu-system-x86_64",
//                                                              .initramfs = dir.path() / "initramfs.cpio"});
//   boot::shell_line(argv);            // for --dry-run
//   boot::kernel_command_line(job);    // "console=ttyS0,115200 …"
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "matrix/boot/guest.h"

namespace matrix::boot {

enum class ConsoleKind {
	supervised,  // console on stdout, channel on descriptor 3
	interactive, // console and QEMU's monitor on the terminal
};

struct QemuPaths {
	std::string qemu{};
	std::filesystem::path initramfs{};
	ConsoleKind console = ConsoleKind::supervised;
};

// job.qemu, else $HOOKMATRIX_QEMU, else qemu-system-x86_64.
std::string qemu_program(const std::string &option);

// "QEMU emulator version 7.2.18 (Debian …)", as the program says; empty when it cannot be asked.
std::string qemu_version(const std::string &program);

std::string kernel_command_line(const GuestJob &job);
std::vector<std::string> qemu_arguments(const GuestJob &job, const QemuPaths &paths);

// One line that a shell takes as the same words.
std::string shell_line(const std::vector<std::string> &words);

} // namespace matrix::boot
