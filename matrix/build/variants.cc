// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/variants.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace matrix::build {

namespace {

constexpr std::array<std::string_view, 4> none_fragments{"base", "qemu", "bpf", "none"};
constexpr std::array<std::string_view, 4> override_fragments{"base", "qemu", "bpf", "override"};
constexpr std::array<std::string_view, 4> bpf_lsm_fragments{"base", "qemu", "bpf", "bpf-lsm"};
constexpr std::array<std::string_view, 5> override_debug_fragments{"base", "qemu", "bpf", "override", "debug"};
constexpr std::array<std::string_view, 5> bpf_lsm_debug_fragments{"base", "qemu", "bpf", "bpf-lsm", "debug"};

constexpr std::array variants{
	Variant{.name = "none",
		.description = "control: CONFIG_SECURITY off, nothing in its place",
		.dispatch = "-", .fragments = none_fragments, .lsm = false, .debug = false,
		.objects = 1650, .seed = "override", .seeded_objects = 690},
	Variant{.name = "override",
		.description = "CONFIG_SECURITY off; BPF programs on gated hook stubs (BPF_PROG_TYPE_OVERRIDE_RETURN)",
		.dispatch = "gate", .fragments = override_fragments, .lsm = false, .debug = false,
		.objects = 1660, .seed = "none", .seeded_objects = 703},
	Variant{.name = "bpf-lsm",
		.description = "CONFIG_SECURITY on: stacked LSMs chosen by lsm=, BPF LSM on",
		.dispatch = "static-call", .fragments = bpf_lsm_fragments, .lsm = true, .debug = false,
		.objects = 1820, .seed = "none", .seeded_objects = 1372},
	Variant{.name = "override-debug",
		.description = "override that checks itself (KASAN, lockdep, kmemleak, fault injection), for make torture",
		.dispatch = "gate", .fragments = override_debug_fragments, .lsm = false, .debug = true,
		.objects = 1700, .seed = "", .seeded_objects = 0},
	Variant{.name = "bpf-lsm-debug",
		.description = "bpf-lsm that checks itself in the same way",
		.dispatch = "static-call", .fragments = bpf_lsm_debug_fragments, .lsm = true, .debug = true,
		.objects = 1860, .seed = "", .seeded_objects = 0},
};

constexpr std::array exclusions{
	Exclusion{"override", "bpf-lsm",
		  "BPF_OVERRIDE_RETURN depends on !SECURITY: a kernel has the LSM framework or the override hooks"},
};

bool has(const std::vector<std::string> &fragments, std::string_view name)
{
	return std::find(fragments.begin(), fragments.end(), name) != fragments.end();
}

} // namespace

std::span<const Variant> variant_table() { return variants; }
std::span<const Exclusion> exclusion_table() { return exclusions; }

const Variant *find_variant(std::string_view name)
{
	const auto *found = std::find_if(variants.begin(), variants.end(),
					 [name](const Variant &row) { return row.name == name; });
	return found == variants.end() ? nullptr : found;
}

std::string variant_list()
{
	std::string text;

	for (const Variant &row : variants)
		text += fmt::format("  {:<14} {}\n", row.name, row.description);
	return text;
}

base::Error unknown_variant(std::string_view name)
{
	std::string list = variant_list();

	list.pop_back();
	return base::Error{.id = name.empty() ? "variant-missing" : "variant-unknown",
			   .code = base::ExitCode::usage,
			   .action = name.empty() ? "choose a kernel" : "find the variant",
			   .object = std::string{name},
			   .reason = name.empty() ? "no variant was given" : "there is no such variant",
			   .hint = "choose one of the variants (make variant=NAME, or --variant NAME):\n" + list,
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
