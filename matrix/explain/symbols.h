// SPDX-License-Identifier: GPL-2.0
//
// The name of whatever ran: functions of vmlinux, and those that the guest made or
// loaded (programs, trampolines, modules), from its /proc/kallsyms.
//
//   Symbols symbols{kernel, kallsyms};
//   symbols.at(address).function;   // "file_permission", "bpf_prog_noop_1"
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "matrix/hooks/vmlinux.h"

namespace matrix::explain {

inline constexpr const char *unnamed = "?";

struct Named {
	std::string function; // or `unnamed`
	bool entry = false;   // the address is the function's first
};

class Symbols {
public:
	// `kallsyms`: lines "ADDRESS TYPE NAME [MODULE]". Others are passed over.
	Symbols(const hooks::Vmlinux &kernel, std::string_view kallsyms);

	[[nodiscard]] Named at(std::uint64_t address) const;

private:
	const hooks::Vmlinux &kernel_;
	std::map<std::uint64_t, std::string> made_; // by address
};

// Without what differs from boot to boot: "bpf_prog_6deef7357e7b4530_f" is "bpf_prog_f",
// "bpf_trampoline_6442" is "bpf_trampoline".
std::string lasting_name(std::string_view name);

} // namespace matrix::explain
