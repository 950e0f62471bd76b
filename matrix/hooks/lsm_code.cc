// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/lsm_code.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <set>

#include "matrix/build/configure.h"
#include "matrix/build/errors.h"
#include "matrix/build/variants.h"
#include "matrix/hooks/vmlinux.h"

namespace fs = std::filesystem;

namespace matrix::hooks {

namespace {

// Static calls of callbacks go to these trampolines, until they are patched.
constexpr std::array<std::string_view, 2> callback_prefixes{"__SCT__lsm_", "bpf_lsm_"};
// Indirect calls go by way of these, one for each register.
constexpr std::array<std::string_view, 15> thunk_registers{"rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "r8",
							    "r9",  "r10", "r11", "r12", "r13", "r14", "r15"};

std::set<std::uint64_t> thunks_of(const Vmlinux &kernel)
{
	std::set<std::uint64_t> addresses;

	for (const std::string_view name : thunk_registers)
		if (const auto symbol = kernel.symbol("__x86_indirect_thunk_" + std::string{name}))
			addresses.insert(symbol->address);
	return addresses;
}

// Hooks with rules of their own, in loops over their callbacks: on every dispatch
// an indirect call for each.
constexpr std::array<std::string_view, 10> loops{
	"security_vm_enough_memory_mm", "security_fs_context_parse_param", "security_sb_set_mnt_opts",
	"security_inode_init_security", "security_task_prctl", "security_getselfattr", "security_setselfattr",
	"security_getprocattr", "security_setprocattr", "security_xfrm_state_pol_flow_match"};

Callee kind_of(const Vmlinux &kernel, const std::set<std::uint64_t> &thunks, std::uint64_t target)
{
	const Function *function = kernel.function_at(target);

	if (thunks.count(target) > 0)
		return Callee::thunk;
	if (function == nullptr)
		return Callee::function;
	if (function->name == "__fentry__")
		return Callee::no_op;
	const bool callback = std::any_of(callback_prefixes.begin(), callback_prefixes.end(),
					  [&](std::string_view prefix) { return function->name.starts_with(prefix); });
	return callback ? Callee::callback : Callee::function;
}

std::string range(unsigned shortest, unsigned longest)
{
	return shortest == longest ? std::to_string(shortest) : fmt::format("{}\u2013{}", shortest, longest);
}

// As the kernel was configured; 0 where there are no ladders.
base::Result<unsigned> rungs_of(const Layout &layout, const build::Variant &variant)
{
	if (variant.dispatch != "jump-table")
		return 0U;
	const fs::path file = layout.kernel_dir(variant.name) / "config";
	const auto config = build::read_config(file);
	if (!config)
		return tl::unexpected(config.error());
	const auto calls = config->find("SECURITY_LADDER_CALLS");
	const unsigned long number = calls == config->end() ? 0 : std::strtoul(calls->second.c_str(), nullptr, 10);
	if (number == 0)
		return build::refuse("config-unreadable", base::ExitCode::bad_input, "read the configuration", file.string(),
				     "it has no CONFIG_SECURITY_LADDER_CALLS, which a jump table has", "build the kernel again: make variant=" + std::string{variant.name});
	return static_cast<unsigned>(number);
}

} // namespace

base::Result<LsmCode> read_lsm_code(const Layout &layout, std::string_view variant)
{
	const build::Variant *row = build::find_variant(variant);

	if (row == nullptr)
		return base::fail(build::unknown_variant(variant));
	if (!row->lsm)
		return build::refuse("no-lsm", base::ExitCode::usage, "audit the LSM framework of", std::string{variant},
				     "this kernel has none", "ask for a kernel of bpf-lsm");
	const fs::path file = layout.kernel_dir(row->name) / "vmlinux";
	if (!fs::exists(file))
		return build::refuse("kernel-not-built", base::ExitCode::missing_dependency, "audit the LSM framework of",
				     std::string{row->name}, "it is not built", "make variant=" + std::string{row->name});
	const auto disassembler = Disassembler::open();
	if (!disassembler)
		return tl::unexpected(disassembler.error());
	const auto kernel = Vmlinux::open(file);
	if (!kernel)
		return tl::unexpected(kernel.error());
	const auto rungs = rungs_of(layout, *row);
	if (!rungs)
		return tl::unexpected(rungs.error());

	LsmCode code{.variant = std::string{row->name}, .dispatch = std::string{row->dispatch}, .functions = {}, .bytes = 0, .rungs = *rungs};
	const std::set<std::uint64_t> thunks = thunks_of(*kernel);
	const CalleeKind kind = [&](std::uint64_t target) { return kind_of(*kernel, thunks, target); };
	for (const Function &function : kernel->functions()) {
		if (!function.name.starts_with("security_"))
			continue;
		const std::string bytes = kernel->bytes(function.address, function.size).value_or("");
		const CallSites sites = count_call_sites(*disassembler, bytes, function.address, kind);
		if (sites.direct + sites.indirect == 0)
			continue;
		code.functions.push_back({.name = function.name, .bytes = function.size, .sites = sites,
					  .empty = find_empty_path(*disassembler, bytes, function.address, kind)});
		code.bytes += function.size;
	}
	std::sort(code.functions.begin(), code.functions.end(),
		  [](const LsmFunction &one, const LsmFunction &other) { return one.name < other.name; });
	return code;
}

std::string why_indirect(const LsmCode &code, const LsmFunction &function)
{
	if (code.dispatch.starts_with("list"))
		return "callbacks are called from a list";
	if (std::find(loops.begin(), loops.end(), function.name) != loops.end())
		return "the hook has rules of its own, in a loop over its callbacks";
	// A ladder has so many direct calls and one of its list, of which the compiler makes two at most.
	if (code.dispatch == "jump-table" && code.rungs * function.sites.indirect <= 2 * function.sites.direct)
		return "callbacks for which the ladder has no rung are called from a list";
	return {};
}

std::vector<std::string> not_direct(const LsmCode &code)
{
	std::vector<std::string> names;

	for (const LsmFunction &function : code.functions)
		if (function.sites.indirect > 0 && why_indirect(code, function).empty())
			names.push_back(function.name);
	return names;
}

std::string as_text(const LsmCode &code)
{
	std::string text = fmt::format("{:<38} {:>12} {:>6} {:>6} {:>6} {:>7} {:>9} {:>6}\n", "without callbacks:", "instructions",
				       "loads", "pushes", "calls", "direct", "indirect", "bytes");
	unsigned direct = 0;
	unsigned indirect = 0;
	std::map<std::string, unsigned> reasons;

	for (const LsmFunction &row : code.functions) {
		const PathCost none;
		const PathCost &from = row.empty ? row.empty->shortest : none;
		const PathCost &to = row.empty ? row.empty->longest : none;
		text += fmt::format("{:<38} {:>12} {:>6} {:>6} {:>6} {:>7} {:>9} {:>6}\n", row.name,
				    row.empty ? range(from.instructions, to.instructions) : "-", range(from.loads, to.loads),
				    range(from.pushes, to.pushes), range(from.calls, to.calls), row.sites.direct,
				    row.sites.indirect, row.bytes);
		direct += row.sites.direct;
		indirect += row.sites.indirect;
		if (row.sites.indirect > 0)
			reasons[why_indirect(code, row)] += row.sites.indirect;
	}
	text += fmt::format("\n{}: {} functions of hooks, {} bytes; {} direct calls of callbacks, {} indirect ones\n", code.variant,
			    code.functions.size(), code.bytes, direct, indirect);
	for (const auto &[reason, calls] : reasons)
		if (!reason.empty())
			text += fmt::format("indirect calls: {}: {}\n", calls, reason);
	for (const std::string &name : not_direct(code))
		text += fmt::format("indirect calls without a reason: {}\n", name);
	return text;
}

nlohmann::json as_json(const LsmCode &code)
{
	nlohmann::json rows = nlohmann::json::array();
	const auto cost = [](const PathCost &path) {
		return nlohmann::json{{"instructions", path.instructions}, {"loads", path.loads}, {"pushes", path.pushes},
				      {"calls", path.calls}};
	};

	for (const LsmFunction &row : code.functions) {
		nlohmann::json entry{{"function", row.name}, {"bytes", row.bytes}, {"direct_calls", row.sites.direct},
				     {"indirect_calls", row.sites.indirect}};
		if (row.empty)
			entry["without_callbacks"] = {{"shortest", cost(row.empty->shortest)}, {"longest", cost(row.empty->longest)}};
		if (row.sites.indirect > 0)
			entry["why_indirect"] = why_indirect(code, row);
		rows.push_back(entry);
	}
	return {{"schema_version", 1}, {"kernel", code.variant}, {"dispatch", code.dispatch}, {"bytes", code.bytes},
		{"functions", rows}};
}

} // namespace matrix::hooks
