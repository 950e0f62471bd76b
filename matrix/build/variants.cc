// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/variants.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

#include "matrix/build/debian_source.h"

namespace matrix::build {

namespace {

using Names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 4> none_fragments{"base", "qemu", "bpf", "none"};
constexpr std::array<std::string_view, 4> override_fragments{"base", "qemu", "bpf", "override"};
constexpr std::array<std::string_view, 5> override_debug_fragments{"base", "qemu", "bpf", "override", "debug"};

// The dispatches of the LSM framework: security/Kconfig as patches/bpf-lsm has it.
constexpr std::array<std::string_view, 5> list{"base", "qemu", "bpf", "bpf-lsm", "dispatch-list"};
constexpr std::array<std::string_view, 5> static_call{"base", "qemu", "bpf", "bpf-lsm", "dispatch-static-call"};
constexpr std::array<std::string_view, 5> jump_table{"base", "qemu", "bpf", "bpf-lsm", "dispatch-jump-table"};
constexpr std::array<std::string_view, 5> trampoline{"base", "qemu", "bpf", "bpf-lsm", "dispatch-trampoline"};
constexpr std::array<std::string_view, 6> list_always{"base", "qemu", "bpf", "bpf-lsm", "dispatch-list", "always-call"};
constexpr std::array<std::string_view, 6> static_call_always{"base", "qemu", "bpf", "bpf-lsm", "dispatch-static-call", "always-call"};
constexpr std::array<std::string_view, 6> trampoline_hook{"base", "qemu", "bpf", "bpf-lsm", "dispatch-trampoline", "hook-trampoline"};
constexpr std::array<std::string_view, 6> list_debug{"base", "qemu", "bpf", "bpf-lsm", "dispatch-list", "debug"};
constexpr std::array<std::string_view, 6> static_call_debug{"base", "qemu", "bpf", "bpf-lsm", "dispatch-static-call", "debug"};
constexpr std::array<std::string_view, 6> jump_table_debug{"base", "qemu", "bpf", "bpf-lsm", "dispatch-jump-table", "debug"};
constexpr std::array<std::string_view, 6> trampoline_debug{"base", "qemu", "bpf", "bpf-lsm", "dispatch-trampoline", "debug"};
constexpr std::array<std::string_view, 7> trampoline_hook_debug{"base", "qemu", "bpf", "bpf-lsm", "dispatch-trampoline", "hook-trampoline", "debug"};

// What 6.1 lacks or calls otherwise comes last.
constexpr std::array<std::string_view, 5> none_6_1{"base", "qemu", "bpf", "none", "kernel-6.1"};
constexpr std::array<std::string_view, 5> override_6_1{"base", "qemu", "bpf", "override", "kernel-6.1"};
constexpr std::array<std::string_view, 6> list_6_1{"base", "qemu", "bpf", "bpf-lsm", "dispatch-list", "kernel-6.1"};

constexpr std::array<std::string_view, 1> from_none{"none"};
constexpr std::array<std::string_view, 1> from_override{"override"};
// The nearest first: another dispatch differs in some three hundred objects. With
// mainline's calls of the BPF LSM struct inode is another, and so are all objects.
constexpr std::array<std::string_view, 8> from_lsm{
	"bpf-lsm-list", "bpf-lsm-static-call", "bpf-lsm-trampoline", "bpf-lsm-jump-table", "bpf-lsm-trampoline-hook",
	"bpf-lsm-static-call-always", "bpf-lsm-list-always", "none"};
constexpr std::array<std::string_view, 4> from_always{
	"bpf-lsm-static-call-always", "bpf-lsm-list-always", "bpf-lsm-static-call", "none"};
constexpr std::array<std::string_view, 5> from_lsm_debug{
	"bpf-lsm-debug-list", "bpf-lsm-debug-static-call", "bpf-lsm-debug-trampoline", "bpf-lsm-debug-jump-table", "bpf-lsm-debug-trampoline-hook"};
constexpr std::array<std::string_view, 1> from_none_6_1{"none-6.1"};
constexpr std::array<std::string_view, 2> from_policy_6_1{"override-6.1", "bpf-lsm-list-6.1"};

constexpr Variant lsm(std::string_view name, std::string_view description, std::string_view dispatch, Names fragments)
{
	return {.name = name, .family = "bpf-lsm", .kernel = "6.12", .description = description, .dispatch = dispatch,
		.fragments = fragments, .lsm = true, .debug = false, .objects = 1820,
		.seeds = from_lsm, .seeded_objects = 300};
}

constexpr Variant lsm_always(std::string_view name, std::string_view description, std::string_view dispatch, Names fragments)
{
	Variant row = lsm(name, description, dispatch, fragments);

	row.seeds = from_always;
	row.checked = false; // no object of another kernel is like theirs: half as much again to compile
	return row;
}

constexpr Variant lsm_debug(std::string_view name, std::string_view dispatch, Names fragments)
{
	return {.name = name, .family = "bpf-lsm-debug", .kernel = "6.12",
		.description = "the same, checking itself (KASAN, lockdep, kmemleak, fault injection), for make torture",
		.dispatch = dispatch, .fragments = fragments, .lsm = true, .debug = true, .objects = 1860,
		.seeds = from_lsm_debug, .seeded_objects = 300};
}

constexpr std::array variants{
	Variant{.name = "none", .family = "none", .kernel = "6.12",
		.description = "control: CONFIG_SECURITY off, nothing in its place",
		.dispatch = "-", .fragments = none_fragments, .lsm = false, .debug = false,
		.objects = 1650, .seeds = from_override, .seeded_objects = 690},
	Variant{.name = "override", .family = "override", .kernel = "6.12",
		.description = "CONFIG_SECURITY off; BPF programs on gated hook stubs (BPF_PROG_TYPE_OVERRIDE_RETURN)",
		.dispatch = "gate", .fragments = override_fragments, .lsm = false, .debug = false,
		.objects = 1660, .seeds = from_none, .seeded_objects = 703},
	lsm("bpf-lsm-list", "CONFIG_SECURITY on, BPF LSM; hook lists walked with indirect calls, as before 6.12",
	    "list", list),
	lsm("bpf-lsm-static-call", "the same; static calls behind static keys, as mainline 6.12",
	    "static-call", static_call),
	lsm("bpf-lsm-jump-table", "the same; one patched jump into a ladder of static calls",
	    "jump-table", jump_table),
	lsm("bpf-lsm-trampoline", "the same; static calls, BPF after all other LSMs and outside of the stack",
	    "trampoline", trampoline),
	lsm_always("bpf-lsm-list-always", "bpf-lsm-list, its BPF LSM called at every hook: as 5.7 to 6.11",
		   "list-always", list_always),
	lsm_always("bpf-lsm-static-call-always", "bpf-lsm-static-call, its BPF LSM called at every hook: 6.12 as it is",
		   "static-call-always", static_call_always),
	lsm("bpf-lsm-trampoline-hook", "bpf-lsm-trampoline, with the override kernel's trampoline for programs",
	    "trampoline-hook", trampoline_hook),
	Variant{.name = "override-debug", .family = "override-debug", .kernel = "6.12",
		.description = "override that checks itself (KASAN, lockdep, kmemleak, fault injection), for make torture",
		.dispatch = "gate", .fragments = override_debug_fragments, .lsm = false, .debug = true,
		.objects = 1700, .seeds = {}, .seeded_objects = 0},
	lsm_debug("bpf-lsm-debug-list", "list", list_debug),
	lsm_debug("bpf-lsm-debug-static-call", "static-call", static_call_debug),
	lsm_debug("bpf-lsm-debug-trampoline", "trampoline", trampoline_debug),
	lsm_debug("bpf-lsm-debug-jump-table", "jump-table", jump_table_debug),
	lsm_debug("bpf-lsm-debug-trampoline-hook", "trampoline-hook", trampoline_hook_debug),
	Variant{.name = "none-6.1", .family = "none", .kernel = "6.1",
		.description = "control, of Linux 6.1",
		.dispatch = "-", .fragments = none_6_1, .lsm = false, .debug = false,
		.objects = 1600, .seeds = from_policy_6_1, .seeded_objects = 690},
	Variant{.name = "override-6.1", .family = "override", .kernel = "6.1",
		.description = "override, of Linux 6.1",
		.dispatch = "gate", .fragments = override_6_1, .lsm = false, .debug = false,
		.objects = 1610, .seeds = from_none_6_1, .seeded_objects = 703},
	Variant{.name = "bpf-lsm-list-6.1", .family = "bpf-lsm", .kernel = "6.1",
		.description = "bpf-lsm-list, of Linux 6.1, whose own hook lists these are",
		.dispatch = "list", .fragments = list_6_1, .lsm = true, .debug = false,
		.objects = 1770, .seeds = from_none_6_1, .seeded_objects = 1500},
};

constexpr std::array exclusions{
	Exclusion{"override", "bpf-lsm",
		  "BPF_OVERRIDE_RETURN depends on !SECURITY: a kernel has the LSM framework or the override hooks"},
};

bool has(const std::vector<std::string> &fragments, std::string_view name)
{
	return std::find(fragments.begin(), fragments.end(), name) != fragments.end();
}

std::string with_kernel(std::string_view name, std::string_view kernel)
{
	return kernel == default_kernel() ? std::string{name} : fmt::format("{}-{}", name, kernel);
}

} // namespace

std::span<const Variant> variant_table() { return variants; }
std::span<const Exclusion> exclusion_table() { return exclusions; }

const Variant *find_variant(std::string_view name, std::string_view dispatch, std::string_view kernel)
{
	const auto *found = std::find_if(variants.begin(), variants.end(), [&](const Variant &row) {
		if ((!dispatch.empty() && row.dispatch != dispatch) || (!kernel.empty() && row.kernel != kernel))
			return false;
		if (row.name == name || family_name(row) == name)
			return true;
		return !kernel.empty() && (row.family == name || row.name == with_kernel(name, kernel));
	});
	return found == variants.end() ? nullptr : found;
}

std::string family_name(const Variant &variant) { return with_kernel(variant.family, variant.kernel); }

std::string control_of(std::string_view name)
{
	const Variant *row = find_variant(name);
	const Variant *control = find_variant("none", {}, row == nullptr ? default_kernel() : row->kernel);

	return std::string{(control != nullptr ? control : find_variant("none"))->name};
}

std::string kernel_name(std::string_view name, std::string_view dispatch)
{
	const Variant *row = find_variant(name, dispatch);

	return std::string{row == nullptr ? name : row->name};
}

std::string release_suffix(const Variant &variant)
{
	const bool usual = find_variant(variant.family, {}, variant.kernel) == &variant;

	return fmt::format("-{}", usual ? variant.family : variant.name);
}

const Variant *variant_of_release(std::string_view release)
{
	const Variant *found = nullptr;

	for (const Variant &row : variants) {
		const std::string suffix = release_suffix(row);
		if (release.starts_with(std::string{row.kernel} + ".") && release.ends_with(suffix) &&
		    (found == nullptr || suffix.size() > release_suffix(*found).size()))
			found = &row;
	}
	return found;
}

std::string variant_list()
{
	std::string text;

	for (const Variant &row : variants)
		text += fmt::format("  {:<27} {}\n", row.name, row.description);
	return text + "bpf-lsm and bpf-lsm-debug stand for those with the dispatch that is asked for, or list; all names but\n"
		      "those with a version for kernels of Linux " + std::string{default_kernel()} + ", and of another one with --kernel-version.\n";
}

std::string kernel_type()
{
	std::set<std::string> names;

	for (const Variant &row : variants)
		names.insert({family_name(row), std::string{row.name}});
	return fmt::format("KERNEL:{{{}}}", fmt::join(names, ","));
}

std::string dispatch_type()
{
	std::set<std::string_view> names;

	for (const Variant &row : variants)
		if (row.lsm)
			names.insert(row.dispatch);
	return fmt::format("DISPATCH:{{{}}}", fmt::join(names, ","));
}

base::Error unknown_variant(std::string_view name, std::string_view dispatch, std::string_view kernel)
{
	// What is wrong is the first of the three with which there is none.
	if (!kernel.empty() && find_source(kernel) == nullptr)
		return unknown_kernel(kernel);

	std::string list = variant_list();
	std::string reason = "there is no such variant";

	list.pop_back();
	if (name.empty())
		reason = "no variant was given";
	else if (!kernel.empty() && find_variant(name) != nullptr && find_variant(name, {}, kernel) == nullptr)
		reason = fmt::format("{} is not built of Linux {}", name, kernel);
	else if (find_variant(name) != nullptr)
		reason = fmt::format("{} is not built with the dispatch '{}'{}", name, dispatch, kernel.empty() ? "" : fmt::format(" of Linux {}", kernel));
	return base::Error{.id = name.empty() ? "variant-missing" : "variant-unknown",
			   .code = base::ExitCode::usage,
			   .action = name.empty() ? "choose a kernel" : "find the variant",
			   .object = std::string{name},
			   .reason = reason,
			   .hint = "choose one of the variants (make variant=NAME [dispatch=NAME], or --variant NAME):\n" + list,
			   .errnum = 0};
}

base::Result<void> check_exclusion(const std::vector<std::string> &fragments)
{
	for (const Exclusion &row : exclusions) {
		if (!has(fragments, row.first) || !has(fragments, row.second))
			continue;
		return base::fail({.id = "variants-exclude-each-other",
				   .code = base::ExitCode::usage,
				   .action = "configure a kernel",
				   .object = fmt::format("{} + {}", row.first, row.second),
				   .reason = fmt::format("the variants {} and {} exclude each other: {}", row.first,
							 row.second, row.reason),
				   .hint = "build them as two kernels",
				   .errnum = 0});
	}
	return {};
}

} // namespace matrix::build
