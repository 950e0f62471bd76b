// SPDX-License-Identifier: GPL-2.0
//
// Proves of a built override kernel what it promises of idle hooks: each gate, in
// vmlinux and in each module, is one no-op, as it is linked and before anything
// is patched. A no-op reads and writes no memory, no register and no flag, and
// the next instruction runs after it.
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
	std::string module; // empty: vmlinux
	std::string function;
	std::uint64_t address = 0; // in a module: the offset in its section
	std::string bytes;         // what is there, in hexadecimal
	std::string text;          // the same as an instruction
	std::string reason;        // why that is no idle gate
};

struct GateCount {
	unsigned in_vmlinux = 0;
	unsigned in_modules = 0;
};

struct GateAudit {
	std::map<std::string, GateCount> gates; // by hook, or by what else has a gate
	unsigned modules = 0;                   // looked at
	unsigned short_no_ops = 0;              // of 2 bytes
	unsigned long_no_ops = 0;               // of 5 bytes
	std::vector<Gate> offenders;            // gates that are something else
	std::uint64_t code_bytes = 0;           // of all functions of vmlinux
	std::uint64_t code_of_none = 0;         // of the control's; 0 when it is not built
};

// What a key is the gate of: a hook, or "(inode storage)"; empty for all other keys.
std::string gated_by(std::string_view key);

// Fails with `kernel-not-built`, `no-gates` (a kernel without any), or what
// reading the kernel and its modules gives.
base::Result<GateAudit> audit_gates(const Layout &layout, std::string_view variant);

std::string as_text(const GateAudit &audit, std::string_view variant);

} // namespace matrix::hooks
