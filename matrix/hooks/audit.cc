// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/audit.h"

#include <fmt/format.h>

#include "matrix/build/errors.h"
#include "matrix/build/variants.h"
#include "matrix/hooks/hook_table.h"
#include "matrix/hooks/vmlinux.h"

namespace matrix::hooks {

namespace {

constexpr std::string_view short_no_op{"\x66\x90", 2};
constexpr std::string_view long_no_op{"\x0f\x1f\x44\x00\x00", 5};

std::string hexadecimal(std::string_view bytes)
{
	std::string text;

	for (const char byte : bytes)
		text += fmt::format("{}{:02x}", text.empty() ? "" : " ", static_cast<unsigned char>(byte));
	return text;
}

} // namespace

std::size_t no_op_length(std::string_view bytes)
{
	return bytes.starts_with(long_no_op) ? long_no_op.size() : bytes.starts_with(short_no_op) ? short_no_op.size() : 0;
}

base::Result<GateAudit> audit_gates(const Layout &layout, std::string_view variant)
{
	const auto file = layout.kernel_dir(variant) / "vmlinux";
	GateAudit audit;

	if (build::find_variant(variant) == nullptr)
		return tl::unexpected(build::unknown_variant(variant));
	if (!std::filesystem::exists(file))
		return build::refuse("kernel-not-built", base::ExitCode::missing_dependency, "audit the gates of",
				     std::string{variant}, "it is not built", "make variant=" + std::string{variant});
	const auto kernel = Vmlinux::open(file);
	if (!kernel)
		return tl::unexpected(kernel.error());
	const auto tests = kernel->key_tests();
	if (!tests)
		return tl::unexpected(tests.error());
	for (const KeyTest &test : *tests) {
		if (!test.key.starts_with(key_prefix))
			continue;
		const std::string hook = test.key.substr(key_prefix.size());
		const std::string bytes = kernel->bytes(test.address, long_no_op.size()).value_or("");
		const std::size_t length = no_op_length(bytes);
		++audit.gates[hook];
		audit.short_no_ops += length == short_no_op.size();
		audit.long_no_ops += length == long_no_op.size();
		if (length == 0)
			audit.offenders.push_back({hook, test.function, test.address, hexadecimal(bytes)});
	}
	if (audit.gates.empty())
		return build::refuse("no-gates", base::ExitCode::usage, "audit the gates of",
				     std::string{variant}, "this kernel has no gates", "ask for override");
	audit.code_bytes = kernel->code_bytes();
	if (const auto none = Vmlinux::open(layout.kernel_dir("none") / "vmlinux"); none)
		audit.code_of_none = none->code_bytes();
	return audit;
}

std::string as_text(const GateAudit &audit, std::string_view variant)
{
	std::string text;
	unsigned gates = 0;

	for (const auto &[hook, count] : audit.gates) {
		text += fmt::format("{:<30} {:>4}\n", hook, count);
		gates += count;
	}
	text += fmt::format("\n{}: {} gates of {} hooks in vmlinux; {} no-ops of 2 bytes, {} of 5, {} of something else\n",
			    variant, gates, audit.gates.size(), audit.short_no_ops, audit.long_no_ops, audit.offenders.size());
	for (const Gate &gate : audit.offenders)
		text += fmt::format("not a no-op: {} in {} at {:#x}: {}\n", gate.hook, gate.function, gate.address, gate.bytes);
	if (audit.code_of_none != 0) {
		const auto growth = static_cast<std::int64_t>(audit.code_bytes) - static_cast<std::int64_t>(audit.code_of_none);
		text += fmt::format("code of all functions: {} bytes, {:+} beside none ({:+.2f} %)\n", audit.code_bytes, growth,
				    100.0 * static_cast<double>(growth) / static_cast<double>(audit.code_of_none));
	}
	return text;
}

} // namespace matrix::hooks
