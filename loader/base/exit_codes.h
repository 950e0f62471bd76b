// SPDX-License-Identifier: GPL-2.0
//
// The one table of exit codes of all three programs. docs/exit-codes.md is
// checked against it by a test.
//
//   return base::to_int(base::ExitCode::usage);
//   for (const auto &row : base::exit_code_table()) print(row.value, row.meaning);
#pragma once

#include <span>
#include <string_view>

namespace base {

enum class ExitCode : int {
	ok = 0,
	failed = 1,
	usage = 2,
	missing_dependency = 3,
	bad_input = 4,
	build_failed = 5,
	config_audit = 6,
	series = 7,
	no_mechanism = 8,
	attach_refused = 9,
	no_permission = 10,
	guest_failed = 11,
	not_comparable = 12,
	interrupted = 13,
	boot_failed = 125,
};

struct ExitCodeRow {
	ExitCode code;
	std::string_view name;
	std::string_view meaning;
};

constexpr int to_int(ExitCode code) { return static_cast<int>(code); }

std::span<const ExitCodeRow> exit_code_table();

} // namespace base
