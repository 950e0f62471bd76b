// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/idle_code.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "matrix/build/errors.h"
#include "matrix/build/variants.h"
#include "matrix/hooks/audit.h"
#include "matrix/hooks/disassembly.h"
#include "matrix/hooks/vmlinux.h"

namespace matrix::hooks {

namespace {

using Key = std::pair<std::string, std::string>; // name and source file

base::Result<Vmlinux> open_kernel(const Layout &layout, std::string_view variant)
{
	const auto file = layout.kernel_dir(build::kernel_name(variant)) / "vmlinux";

	if (build::find_variant(variant) == nullptr)
		return tl::unexpected(build::unknown_variant(variant));
	if (!std::filesystem::exists(file))
		return build::refuse("kernel-not-built", base::ExitCode::missing_dependency, "compare the idle code of",
				     std::string{variant}, "it is not built", "make variant=" + std::string{variant});
	return Vmlinux::open(file);
}

// "foo" of "foo.constprop.0": how the compiler cut a function is not what it is.
std::string plain_name(const std::string &name) { return name.substr(0, name.find('.')); }

bool is_cold_part(const std::string &name) { return name.find(".cold") != std::string::npos; }

// Those that stand for themselves: of two static functions of one name in files
// of one name, it could not be said which is which.
std::map<Key, Function> by_name(const Vmlinux &kernel)
{
	std::map<Key, Function> found;
	std::map<Key, unsigned> seen;

	for (const Function &function : kernel.functions()) {
		if (is_cold_part(function.name))
			continue;
		const Key key{plain_name(function.name), function.source};
		++seen[key];
		found.emplace(key, function);
	}
	std::erase_if(found, [&](const auto &entry) { return seen[entry.first] > 1; });
	return found;
}

IdlePath path_of(const Disassembler &disassembler, const Vmlinux &kernel, const Function &function)
{
	constexpr std::size_t enough = 64; // bytes of a test and two jumps
	const auto outside = [&](std::uint64_t address) {
		return kernel.function_at(address) == nullptr ? kernel.bytes(address, enough).value_or("") : "";
	};

	return disassembler.idle_path(kernel.bytes(function.address, function.size).value_or(""), function.address, outside);
}

// What is told of each gate, by the function that it is in.
std::map<std::uint64_t, std::vector<KeyTest>> gates_by_function(const Vmlinux &kernel, const std::vector<KeyTest> &tests)
{
	std::map<std::uint64_t, std::vector<KeyTest>> gates;

	for (const KeyTest &test : tests) {
		const Function *function = gated_by(test.key).empty() ? nullptr : kernel.function_at(test.address);
		if (function != nullptr)
			gates[function->address].push_back(test);
	}
	return gates;
}

FunctionGrowth growth_of(const Disassembler &disassembler, const Vmlinux &kernel, const Function &function,
			 const Vmlinux &none, const Function &namesake, const std::vector<KeyTest> &gates)
{
	const IdlePath here = path_of(disassembler, kernel, function);
	const IdlePath there = path_of(disassembler, none, namesake);
	const auto number = [](std::size_t count) { return static_cast<std::int64_t>(count); };
	FunctionGrowth row{.name = function.name, .source = function.source, .hooks = {},
			   .instructions = number(here.addresses.size()), .of_none = number(there.addresses.size()),
			   .pushes = number(here.pushes), .pushes_of_none = number(there.pushes),
			   .calls = number(here.calls), .calls_of_none = number(there.calls)};

	for (const KeyTest &gate : gates)
		if (std::binary_search(here.addresses.begin(), here.addresses.end(), gate.address))
			row.hooks.push_back(gated_by(gate.key));
	return row;
}

} // namespace

base::Result<IdleCode> compare_idle_code(const Layout &layout, std::string_view variant)
{
	const auto disassembler = Disassembler::open();
	const auto kernel = open_kernel(layout, variant);
	const auto none = open_kernel(layout, build::control_of(variant));

	if (!disassembler)
		return tl::unexpected(disassembler.error());
	if (!kernel)
		return tl::unexpected(kernel.error());
	if (!none)
		return tl::unexpected(none.error());
	const auto tests = kernel->key_tests();
	if (!tests)
		return tl::unexpected(tests.error());

	IdleCode code{.variant = std::string{variant}, .functions = {}, .not_in_none = {}};
	const auto theirs = by_name(*none);
	for (const auto &[address, gates] : gates_by_function(*kernel, *tests)) {
		const Function function = *kernel->function_at(address);
		const auto namesake = theirs.find({plain_name(function.name), function.source});
		if (is_cold_part(function.name))
			continue;
		if (namesake == theirs.end())
			code.not_in_none.push_back(function.name);
		else
			code.functions.push_back(growth_of(*disassembler, *kernel, function, *none, namesake->second, gates));
	}
	std::stable_sort(code.functions.begin(), code.functions.end(),
			 [](const FunctionGrowth &a, const FunctionGrowth &b) { return a.extra() > b.extra(); });
	return code;
}

std::string as_text(const IdleCode &code)
{
	std::string text = fmt::format("{:<36} {:>5} {:>6} {:>6} {:>6} {:>6} {:>6}  {}\n", "function", "gates", "none", "here", "extra",
				       "pushes", "calls", "hooks");
	std::size_t alike = 0;

	for (const FunctionGrowth &row : code.functions) {
		std::string hooks;
		for (const std::string &hook : row.hooks)
			hooks += (hooks.empty() ? "" : " ") + hook;
		alike += row.extra() == 0;
		text += fmt::format("{:<36} {:>5} {:>6} {:>6} {:>+6} {:>+6} {:>+6}  {}\n", row.name, row.hooks.size(), row.of_none,
				    row.instructions, row.extra(), row.pushes - row.pushes_of_none, row.calls - row.calls_of_none, hooks);
	}
	text += fmt::format("\n{}: {} functions with gates beside the same of none; {} have the gates and no other instruction more\n",
			    code.variant, code.functions.size(), alike);
	for (const std::string &name : code.not_in_none)
		text += "not a function of its own in none: " + name + "\n";
	return text;
}

} // namespace matrix::hooks
