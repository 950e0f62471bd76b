// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/audit.h"

#include <fmt/format.h>

#include "matrix/build/errors.h"
#include "matrix/build/variants.h"
#include "matrix/hooks/disassembly.h"
#include "matrix/hooks/hook_table.h"
#include "matrix/hooks/module.h"
#include "matrix/hooks/vmlinux.h"

namespace fs = std::filesystem;

namespace matrix::hooks {

namespace {

std::string hexadecimal(std::string_view bytes)
{
	std::string text;

	for (const char byte : bytes)
		text += fmt::format("{}{:02x}", text.empty() ? "" : " ", static_cast<unsigned char>(byte));
	return text;
}

// Counts the gate, and keeps it when it is not what it should be.
void judge(GateAudit &audit, const Disassembler &disassembler, Gate gate, std::string_view bytes)
{
	GateCount &count = audit.gates[gate.hook];
	const auto instruction = disassembler.first(bytes, gate.address);

	++(gate.module.empty() ? count.in_vmlinux : count.in_modules);
	gate.reason = instruction ? why_no_gate(*instruction) : "it is no instruction";
	if (gate.reason.empty()) {
		++(instruction->size == 2 ? audit.short_no_ops : audit.long_no_ops);
		return;
	}
	gate.text = instruction ? instruction->text : "";
	gate.bytes = hexadecimal(bytes.substr(0, instruction ? instruction->size : 5));
	audit.offenders.push_back(std::move(gate));
}

base::Result<void> audit_vmlinux(GateAudit &audit, const Disassembler &disassembler, const Vmlinux &kernel)
{
	const auto tests = kernel.key_tests();

	if (!tests)
		return tl::unexpected(tests.error());
	for (const KeyTest &test : *tests) {
		if (gated_by(test.key).empty())
			continue;
		judge(audit, disassembler,
		      {.hook = gated_by(test.key), .module = {}, .function = test.function, .address = test.address, .bytes = {},
		       .text = {}, .reason = {}},
		      kernel.bytes(test.address, longest_instruction).value_or(""));
	}
	audit.code_bytes = kernel.code_bytes();
	return {};
}

base::Result<void> audit_module(GateAudit &audit, const Disassembler &disassembler, const fs::path &module)
{
	const auto tests = module_key_tests(module);

	if (!tests)
		return tl::unexpected(tests.error());
	++audit.modules;
	for (const ModuleKeyTest &test : *tests) {
		if (gated_by(test.key).empty())
			continue;
		judge(audit, disassembler,
		      {.hook = gated_by(test.key), .module = module.filename().string(), .function = test.function,
		       .address = test.offset, .bytes = {}, .text = {}, .reason = {}},
		      test.bytes);
	}
	return {};
}

} // namespace

std::string gated_by(std::string_view key)
{
	if (key.starts_with(key_prefix))
		return std::string{key.substr(key_prefix.size())};
	return key == "bpf_inode_storage_key" ? "(inode storage)" : "";
}

base::Result<GateAudit> audit_gates(const Layout &layout, std::string_view variant)
{
	const auto folder = layout.kernel_dir(build::kernel_name(variant));
	GateAudit audit;

	if (build::find_variant(variant) == nullptr)
		return tl::unexpected(build::unknown_variant(variant));
	if (!fs::exists(folder / "vmlinux"))
		return build::refuse("kernel-not-built", base::ExitCode::missing_dependency, "audit the gates of",
				     std::string{variant}, "it is not built", "make variant=" + std::string{variant});
	const auto disassembler = Disassembler::open();
	if (!disassembler)
		return tl::unexpected(disassembler.error());
	const auto kernel = Vmlinux::open(folder / "vmlinux");
	if (!kernel)
		return tl::unexpected(kernel.error());
	if (auto done = audit_vmlinux(audit, *disassembler, *kernel); !done)
		return tl::unexpected(done.error());
	if (audit.gates.empty())
		return build::refuse("no-gates", base::ExitCode::usage, "audit the gates of",
				     std::string{variant}, "this kernel has no gates", "ask for override");
	for (const fs::path &module : modules_in(folder / "modules"))
		if (auto done = audit_module(audit, *disassembler, module); !done)
			return tl::unexpected(done.error());
	if (const auto none = Vmlinux::open(layout.kernel_dir(build::control_of(variant)) / "vmlinux"); none)
		audit.code_of_none = none->code_bytes();
	return audit;
}

std::string as_text(const GateAudit &audit, std::string_view variant)
{
	std::string text = fmt::format("{:<30} {:>7} {:>7}\n", "gates of", "vmlinux", "modules");
	GateCount all;

	for (const auto &[hook, count] : audit.gates) {
		text += fmt::format("{:<30} {:>7} {:>7}\n", hook, count.in_vmlinux, count.in_modules);
		all.in_vmlinux += count.in_vmlinux;
		all.in_modules += count.in_modules;
	}
	text += fmt::format("\n{}: {} gates in vmlinux and {} in {} modules, of {} hooks; {} no-ops of 2 bytes, {} of 5, {} of something else\n",
			    variant, all.in_vmlinux, all.in_modules, audit.modules, audit.gates.size() - audit.gates.count("(inode storage)"),
			    audit.short_no_ops, audit.long_no_ops, audit.offenders.size());
	for (const Gate &gate : audit.offenders)
		text += fmt::format("not a no-op: {} in {}{} at {:#x}: {} ({}): {}\n", gate.hook, gate.function,
				    gate.module.empty() ? "" : " of " + gate.module, gate.address, gate.text, gate.bytes, gate.reason);
	if (audit.code_of_none != 0) {
		const auto growth = static_cast<std::int64_t>(audit.code_bytes) - static_cast<std::int64_t>(audit.code_of_none);
		text += fmt::format("code of all functions: {} bytes, {:+} beside none ({:+.2f} %)\n", audit.code_bytes, growth,
				    100.0 * static_cast<double>(growth) / static_cast<double>(audit.code_of_none));
	}
	return text;
}

} // namespace matrix::hooks
