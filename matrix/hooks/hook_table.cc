// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/hook_table.h"

#include <algorithm>
#include <set>

#include "loader/base/files.h"
#include "loader/disabled_hooks.h"
#include "matrix/build/debian_source.h"
#include "matrix/build/errors.h"
#include "matrix/build/metadata.h"
#include "matrix/build/source.h"
#include "matrix/build/variants.h"
#include "matrix/hooks/module.h"
#include "matrix/hooks/vmlinux.h"

namespace fs = std::filesystem;

namespace matrix::hooks {

namespace {

using nlohmann::json_literals::operator""_json_pointer;

constexpr std::string_view override_prefix = "bpf_override_";
constexpr std::string_view lsm_prefix = "bpf_lsm_";

using Names = std::set<std::string>;
using Reasons = std::map<std::string, std::string>;
using Gates = std::map<std::string, std::vector<std::string>>;

// What one kernel says of all its hooks; hooks are named without prefix.
struct Facts {
	std::string prefix; // of the functions that programs are attached to
	Names sleepable;
	Names yes_or_no; // answers 0 or 1
	Reasons disabled;
	Gates gates;
};

std::string without_prefix(const std::string &name, std::string_view prefix)
{
	return name.starts_with(prefix) ? name.substr(prefix.size()) : "";
}

// struct btf_id_set: a count, then as many type ids.
Names names_of_set(const Vmlinux &kernel, const std::string &set, std::string_view prefix)
{
	const auto start = kernel.symbol("__BTF_ID__set__" + set);
	const auto count = start ? kernel.integers(start->address, 1, 4) : std::vector<std::uint64_t>{};
	Names names;

	for (const std::uint64_t id : count.empty() ? count : kernel.integers(start->address + 4, count.front(), 4))
		names.insert(without_prefix(kernel.btf_name(static_cast<std::uint32_t>(id)), prefix));
	names.erase("");
	return names;
}

base::Result<Gates> read_gates(const Vmlinux &kernel, const fs::path &modules)
{
	const auto tests = kernel.key_tests();
	Gates gates;

	if (!tests)
		return tl::unexpected(tests.error());
	for (const KeyTest &test : *tests)
		if (const std::string hook = without_prefix(test.key, key_prefix); !hook.empty())
			gates[hook].push_back(test.function);
	for (const fs::path &module : modules_in(modules)) {
		const auto in_module = module_key_tests(module);
		if (!in_module)
			return tl::unexpected(in_module.error());
		for (const ModuleKeyTest &test : *in_module)
			if (const std::string hook = without_prefix(test.key, key_prefix); !hook.empty())
				gates[hook].push_back(module.filename().string());
	}
	for (auto &[hook, functions] : gates)
		std::sort(functions.begin(), functions.end());
	return gates;
}

base::Result<Facts> read_facts(const Vmlinux &kernel, const fs::path &modules)
{
	const bool override_kernel = kernel.symbol("bpf_override_file_open").has_value();
	Facts facts{.prefix = std::string{override_kernel ? override_prefix : lsm_prefix},
		    .sleepable = {}, .yes_or_no = {}, .disabled = {}, .gates = {}};

	facts.sleepable = names_of_set(kernel, "sleepable_hooks", facts.prefix);
	facts.yes_or_no = names_of_set(kernel, "bool_hooks", facts.prefix);
	if (override_kernel) {
		auto gates = read_gates(kernel, modules);
		if (!gates)
			return tl::unexpected(gates.error());
		facts.gates = std::move(*gates);
	}
	for (const std::string &hook : names_of_set(kernel, "disabled_hooks", facts.prefix)) {
		const auto reason = loader::disabled_hook_reason(hook);
		facts.disabled[hook] = reason.empty() ? "no BPF program can give its answer" : reason;
	}
	return facts;
}

Hook classify(const HookDef &def, const Facts &facts, const Vmlinux &kernel)
{
	const bool stub = kernel.has_btf_function(facts.prefix + def.name);
	Hook hook{.def = def, .kind = HookClass::absent, .takes_programs = stub && !facts.disabled.contains(def.name),
		  .sleepable = facts.sleepable.contains(def.name), .functions = {}, .reason = {}};
	const auto gates = facts.gates.find(def.name);
	const auto disabled = facts.disabled.find(def.name);
	const bool called = facts.prefix == override_prefix ? gates != facts.gates.end() : stub;

	if (gates != facts.gates.end())
		hook.functions = gates->second;
	if (disabled != facts.disabled.end()) {
		hook.kind = HookClass::disabled;
		hook.reason = disabled->second;
	} else if (called) {
		const bool yes_or_no = facts.yes_or_no.contains(def.name);
		hook.kind = def.returns == "void" || yes_or_no ? HookClass::observe : HookClass::deny;
		hook.reason = yes_or_no ? "answers yes or no, so that no program can refuse" : "";
	} else {
		const std::string_view option = option_that_calls(def.name);
		hook.reason = option.empty() ? "nothing calls it" : "needs " + std::string{option};
	}
	return hook;
}

} // namespace

std::string_view to_string(HookClass kind)
{
	switch (kind) {
	case HookClass::deny: return "deny";
	case HookClass::observe: return "observe";
	case HookClass::disabled: return "disabled";
	case HookClass::absent: break;
	}
	return "absent";
}

std::map<HookClass, std::size_t> count_classes(const HookTable &table)
{
	std::map<HookClass, std::size_t> counts;

	for (const Hook &hook : table.hooks)
		++counts[hook.kind];
	return counts;
}

base::Result<HookTable> read_hook_table(const Layout &layout, std::string_view variant)
{
	const build::Variant *row = build::find_variant(variant);
	if (row == nullptr)
		return tl::unexpected(build::unknown_variant(variant));
	const fs::path folder = layout.kernel_dir(row->name);
	const fs::path tree = build::tree_of(layout, row->kernel);
	const fs::path definitions = tree / "include/linux/lsm_hook_defs.h";
	if (!fs::exists(folder / "vmlinux") || !fs::exists(definitions))
		return build::refuse("kernel-not-built", base::ExitCode::missing_dependency, "list the hooks of",
				     std::string{variant}, "it is not built", "make variant=" + std::string{variant});
	const auto metadata = build::read_metadata(folder / "metadata.json");
	const auto built_from = metadata ? metadata->value("/source/identity"_json_pointer, std::string{}) : "";
	if (built_from != build::tree_identity(tree))
		return build::refuse("other-source", base::ExitCode::bad_input, "list the hooks of", std::string{variant},
				     "it was built from another source than the one in " + tree.string(),
				     "make variant=" + std::string{variant});
	const auto text = base::read_file(definitions);
	if (!text)
		return tl::unexpected(text.error());
	const auto defs = parse_hook_defs(*text);
	if (!defs)
		return tl::unexpected(defs.error());
	const auto kernel = Vmlinux::open(folder / "vmlinux");
	if (!kernel)
		return tl::unexpected(kernel.error());
	const auto facts = read_facts(*kernel, folder / "modules");
	if (!facts)
		return tl::unexpected(facts.error());
	if (!kernel->has_btf_function(facts->prefix + "file_open"))
		return build::refuse("no-hooks", base::ExitCode::usage, "list the hooks of",
				     std::string{variant}, "this kernel has no policy mechanism", "ask for override or bpf-lsm");
	HookTable table{.variant = std::string{variant}, .hooks = {}};
	for (const HookDef &def : *defs)
		table.hooks.push_back(classify(def, *facts, *kernel));
	return table;
}

} // namespace matrix::hooks
