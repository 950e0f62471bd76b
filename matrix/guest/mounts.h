// SPDX-License-Identifier: GPL-2.0
//
// The file systems of the guest and its loopback interface, set up by init.
//
//   for (const guest::Mount &row : guest::mount_table()) …
//   std::string problems = guest::mount_all(); // one line per failure that matters
//   guest::loopback_up();
#pragma once

#include <span>
#include <string>

namespace matrix::guest {

struct Mount {
	const char *type;
	const char *target;
	const char *options;
	// Whether a kernel without it is still a guest: securityfs is not on a
	// kernel without CONFIG_SECURITY, the tracing ones are a help.
	bool required;
};

std::span<const Mount> mount_table();
std::string mount_all();
bool loopback_up();

} // namespace matrix::guest
