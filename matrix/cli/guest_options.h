// SPDX-License-Identifier: GPL-2.0
//
// The options that all verbs with a guest share, and how a guest's end is told
// to whoever called.
//
//   GuestOptions options;
//   add_guest_options(*verb, options);            // --variant, --kernel-version, --kernel, …
//   auto job = make_guest_job(context.layout, options);
//   return exit_code_of(report);                  // prints why, when there is a why
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "matrix/boot/guest.h"
#include "matrix/layout.h"

namespace matrix::cli {

struct GuestOptions {
	std::string variant;
	std::string dispatch; // empty: the default of the variant
	std::string kernel_version; // empty: the default
	std::string kernel;
	std::vector<std::string> append;
	std::string accelerator = "auto";
	unsigned memory = 1024;
	unsigned cpus = 1;
	std::string qemu;
};

void add_guest_options(CLI::App &verb, GuestOptions &options);

// Everything but files and command.
base::Result<boot::GuestJob> make_guest_job(const Layout &layout, const GuestOptions &options);

// "HOST:GUEST" or "HOST"; the colon counts only before a '/'.
boot::GuestFile split_guest_file(const std::string &text);

// The error's id of an outcome: "guest-panic".
std::string error_id(boot::Outcome outcome);

// The command's own status when the guest ran it to its end, else 125
// (interrupted: 13) after the error and the console's last lines on stderr.
int exit_code_of(const boot::GuestReport &report);

} // namespace matrix::cli
