// SPDX-License-Identifier: GPL-2.0
//
// The table of kernel variants: one row per kernel that is compared, all built
// from the same source and differing in configuration alone.
//
//   const Variant *variant = find_variant("override");
//   variant = find_variant("bpf-lsm", "jump-table");  // or find_variant("bpf-lsm-jump-table")
//   for (std::string_view name : variant->fragments) read(name);
//   if (auto clash = check_exclusion(fragments); !clash) return clash;
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"

namespace matrix::build {

// Two fragments that no kernel can have both of, and why. Kconfig says the
// same (BPF_OVERRIDE_RETURN depends on !SECURITY); a test compares.
struct Exclusion {
	std::string_view first;
	std::string_view second;
	std::string_view reason;
};

struct Variant {
	std::string_view name;   // of the kernel, and of its folders
	std::string_view family; // the same, or what kernels with several dispatches have in common: "bpf-lsm"
	std::string_view description;
	std::string_view dispatch; // how security_*() reaches its callbacks; "-" without callbacks
	std::span<const std::string_view> fragments; // in merge order: the last one wins
	bool lsm;                                    // has the LSM framework
	bool debug; // checks itself and is slow: built when it is named, never compared
	unsigned objects; // what a first build compiles and links; later ones remember their own
	// Kernels whose objects a first build takes over: the first of them that is there.
	std::span<const std::string_view> seeds;
	unsigned seeded_objects; // what is left to compile and link then, with the first one's
};

std::span<const Variant> variant_table();
std::span<const Exclusion> exclusion_table();

// The kernel of that name; of a family's, the one with the dispatch, or its first
// row: the default. nullptr: there is none.
const Variant *find_variant(std::string_view name, std::string_view dispatch = {});

// The name of that kernel, and of its folders; `name` itself where there is none.
std::string kernel_name(std::string_view name, std::string_view dispatch = {});

// "  none      control: …\n" and so on, one line per variant.
std::string variant_list();

// How --help calls a kernel's name, with those that completion offers: "KERNEL:{none,override,…}".
std::string kernel_type();
// The same of a dispatch.
std::string dispatch_type();

// The error (usage, exit 2) for a missing or unknown variant or dispatch, listing them all.
base::Error unknown_variant(std::string_view name, std::string_view dispatch = {});

// Fails with `variants-exclude-each-other` when both sides of a row are asked for.
base::Result<void> check_exclusion(const std::vector<std::string> &fragments);

} // namespace matrix::build
