// SPDX-License-Identifier: GPL-2.0
//
// The table of kernel variants: one row per kernel that is compared, all built
// from the same source and differing in configuration alone.
//
//   const Variant *variant = find_variant("override");
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
	std::string_view name;
	std::string_view description;
	std::string_view dispatch; // how security_*() reaches its callbacks; "-" without callbacks
	std::span<const std::string_view> fragments; // in merge order: the last one wins
	bool lsm;                                    // has the LSM framework
	bool debug; // checks itself and is slow: built when it is named, never compared
	unsigned objects; // what a first build compiles and links; later ones remember their own
	std::string_view seed;   // empty, or the variant whose objects a first build takes over, when they are there
	unsigned seeded_objects; // what is left to compile and link then
};

std::span<const Variant> variant_table();
std::span<const Exclusion> exclusion_table();

const Variant *find_variant(std::string_view name);

// "  none      control: …\n" and so on, one line per variant.
std::string variant_list();

// The error (usage, exit 2) for a missing or unknown variant, listing them all.
base::Error unknown_variant(std::string_view name);

// Fails with `variants-exclude-each-other` when both sides of a row are asked for.
base::Result<void> check_exclusion(const std::vector<std::string> &fragments);

} // namespace matrix::build
