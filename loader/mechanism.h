// SPDX-License-Identifier: GPL-2.0
//
// The two kernel mechanisms that a policy can run on, one row each, and how a
// section name of a policy object maps onto them.
//
//   auto section = loader::parse_section("lsm.s/file_open");  // hook, sleepable
//   const auto &row = loader::mechanism_row(loader::Mechanism::override_return);
//   std::string stub = loader::stub_name(row, section->hook); // bpf_override_file_open
//   auto id = kernel_btf.function_id(stub);
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace loader {

enum class Mechanism { bpf_lsm, override_return };

// Numbers of an out-of-tree UAPI are not stable, so a row holds the names of
// the enumerators; their values come from the running kernel's BTF.
struct MechanismRow {
	Mechanism mechanism;
	std::string_view name;        // the word in reports: "bpf-lsm"
	std::string_view prog_type;   // enumerator of enum bpf_prog_type
	std::string_view attach_type; // enumerator of enum bpf_attach_type
	std::string_view stub_prefix; // a hook's function is this and the hook's name
	std::string_view config;      // the kernel option that brings it
};

std::span<const MechanismRow> mechanism_table();
const MechanismRow &mechanism_row(Mechanism mechanism);
std::string stub_name(const MechanismRow &row, std::string_view hook);

// Programs that look on may stand beside those of a policy, and are attached with them:
// tracing ones by a function's BTF, those behind it at an event.
enum class SectionFamily { lsm, override_return, lsm_cgroup, tracing, raw_tracepoint, tracepoint, probe, return_probe };

struct HookSection {
	SectionFamily family = SectionFamily::lsm;
	std::string hook; // of one that looks on "do_exit", "sys_enter", "task"; "syscalls/sys_enter_execve", "do_exit+0x10"
	bool sleepable = false;
	bool optional = false; // "?lsm/…": left out where the hook does not exist

	bool operator==(const HookSection &) const = default;
};

// Is it no part of the policy, but stands beside it? At an event?
bool looks_on(const HookSection &section);
bool at_event(const HookSection &section);

// nullopt: no section of a policy program ("xdp", "lsm/" without a hook).
std::optional<HookSection> parse_section(std::string_view section);

// Helpers of the kernel that carry the prefix of the stubs and are no hooks.
bool is_stub_helper(std::string_view name_without_prefix);

} // namespace loader
