// SPDX-License-Identifier: GPL-2.0
#include "loader/base/exit_codes.h"

#include <array>

namespace base {

namespace {

constexpr std::array rows{
	ExitCodeRow{ExitCode::ok, "ok", "done"},
	ExitCodeRow{ExitCode::failed, "failed", "an operation of the program itself failed; the message says which"},
	ExitCodeRow{ExitCode::usage, "usage", "the command line is wrong: unknown verb, option, variant or value"},
	ExitCodeRow{ExitCode::missing_dependency, "missing-dependency",
		    "a package, tool or file of the host is missing; the message says how to get it"},
	ExitCodeRow{ExitCode::bad_input, "bad-input", "an input file is not what it should be (object, fragment, set, results)"},
	ExitCodeRow{ExitCode::build_failed, "build-failed", "the kernel did not build; build.log holds the compiler's words"},
	ExitCodeRow{ExitCode::config_audit, "config-audit", "an option that a fragment asked for is not in the final configuration"},
	ExitCodeRow{ExitCode::series, "series", "a patch series does not apply to this source without fuzz"},
	ExitCodeRow{ExitCode::no_mechanism, "no-mechanism", "the running kernel has no mechanism for policies"},
	ExitCodeRow{ExitCode::attach_refused, "attach-refused", "a program was refused by the kernel; nothing is attached"},
	ExitCodeRow{ExitCode::no_permission, "no-permission", "a capability is missing"},
	ExitCodeRow{ExitCode::guest_failed, "guest-failed", "at least one cell of a run failed, or an explanation, or a verdict; the results of the others are kept"},
	ExitCodeRow{ExitCode::not_comparable, "not-comparable", "results of different accelerators or schemas were to be compared"},
	ExitCodeRow{ExitCode::interrupted, "interrupted", "interrupted; what was finished is kept and is not redone"},
	ExitCodeRow{ExitCode::boot_failed, "boot-failed",
		    "exec, shell: the guest did not run the command; run: the program itself failed, not the command"},
};

} // namespace

std::span<const ExitCodeRow> exit_code_table() { return rows; }

} // namespace base
