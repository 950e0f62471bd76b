// SPDX-License-Identifier: GPL-2.0
//
// The table of kernel variants: one row per kernel that is compared. Those of one
// source are built from the same tree and differ in configuration alone.
//
//   const Variant *variant = find_variant("override");
//   variant = find_variant("bpf-lsm", "jump-table");  // or find_variant("bpf-lsm-jump-table")
//   variant = find_variant("override", {}, "6.1");    // or find_variant("override-6.1")
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
	std::string_view kernel; // what it is built from: a row of source_table()
	std::string_view description;
	std::string_view dispatch; // how security_*() reaches its callbacks; "-" without callbacks
	std::span<const std::string_view> fragments; // in merge order: the last one wins
	bool lsm;                                    // has the LSM framework
	bool debug; // checks itself and is slow: built when it is named, never compared
	unsigned objects; // what a first build compiles and links; later ones remember their own
	// Kernels whose objects a first build takes over: the first of them that is there.
	std::span<const std::string_view> seeds;
	unsigned seeded_objects; // what is left to compile and link then, with the first one's
	// `make check` builds and boots it. Others take longer than it has, and are left to `make check-full`.
	bool checked = true;
};

std::span<const Variant> variant_table();
std::span<const Exclusion> exclusion_table();

// The kernel of that name; of a family's, the one with the dispatch, or its first
// row: the default. A family is of the default kernel unless another is asked for, or
// stands behind its name: "bpf-lsm-6.1". nullptr: there is none.
const Variant *find_variant(std::string_view name, std::string_view dispatch = {}, std::string_view kernel = {});

// What the family of this row is called where rows of several kernels stand beside each
// other: "override", and "override-6.1" of another kernel than the default.
std::string family_name(const Variant &variant);

// The kernel with neither road that this one is set beside: "none", "none-6.1".
std::string control_of(std::string_view name);

// The name of that kernel, and of its folders; `name` itself where there is none.
std::string kernel_name(std::string_view name, std::string_view dispatch = {});

// What the release of an installed kernel ends with: "-override", "-bpf-lsm-trampoline".
std::string release_suffix(const Variant &variant);
// The other way round: "6.12.117-override"; nullptr where it ends with none of them.
const Variant *variant_of_release(std::string_view release);

// "  none      control: …\n" and so on, one line per variant.
std::string variant_list();

// How --help calls a kernel's name, with those that completion offers: "KERNEL:{none,override,…}".
std::string kernel_type();
// The same of a dispatch.
std::string dispatch_type();

// The error (usage, exit 2) for a missing or unknown variant, dispatch or kernel, listing them all.
base::Error unknown_variant(std::string_view name, std::string_view dispatch = {}, std::string_view kernel = {});

// Fails with `variants-exclude-each-other` when both sides of a row are asked for.
base::Result<void> check_exclusion(const std::vector<std::string> &fragments);

} // namespace matrix::build
