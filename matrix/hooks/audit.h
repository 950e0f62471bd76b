// SPDX-License-Identifier: GPL-2.0
//
// Proves of a built override kernel what it promises of idle hooks: each gate in
// vmlinux is one no-op, as it is linked and before anything is patched. Gates
// in modules are not looked at.
//
//   auto audit = audit_gates(layout, "override");
//   if (!audit->offenders.empty()) complain(audit->offenders);
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"
#include "matrix/layout.h"

namespace matrix::hooks {

struct Gate {
	std::string hook;
	std::string function;
	std::uint64_t address = 0;
	std::string bytes; // what is there, in hexadecimal
};

struct GateAudit {
	std::map<std::string, unsigned> gates; // per hook, in vmlinux
	unsigned short_no_ops = 0;             // of 2 bytes
	unsigned long_no_ops = 0;              // of 5 bytes
	std::vector<Gate> offenders;           // gates that are something else
	std::uint64_t code_bytes = 0;          // of all functions
	std::uint64_t code_of_none = 0;        // of the control's; 0 when it is not built
};

// Of the no-op that the bytes begin with, 2 or 5; 0 when it is none that the
// jump labels of x86 use (arch/x86/include/asm/jump_label.h).
std::size_t no_op_length(std::string_view bytes);

// Fails with `kernel-not-built`, `no-gates` (a kernel without any), or what
// reading the kernel gives.
base::Result<GateAudit> audit_gates(const Layout &layout, std::string_view variant);

std::string as_text(const GateAudit &audit, std::string_view variant);

} // namespace matrix::hooks
