// SPDX-License-Identifier: GPL-2.0
//
// What of the machines makes times vary, gathered over boots; and what of it was not the
// same for all that is compared.
//
//   for (const compare::Noise &noise : compare::noise_of(boots)) print(noise.name, noise.warning, noise.hint);
//   for (const std::string &text : compare::unlike({{"OLD", old_boots}, {"NEW", new_boots}})) print(text);
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "matrix/compare/boots.h"

namespace matrix::compare {

// One source of noise.
struct Noise {
	std::string name; // "governor"
	std::string warning;
	std::string hint;
	std::set<std::string> values;
	std::size_t boots = 0; // in so many
	std::size_t of = 0;    // of all
};

// In the order in which hookbench names conditions; those without a warning are left out.
std::vector<Noise> noise_of(const std::vector<Boot> &boots);

// "governor is performance in OLD and powersave in NEW", for each condition that has not the
// same values in all groups that say something of it. What is measured and not set (the load)
// is left out.
std::vector<std::string> unlike(const std::vector<std::pair<std::string, std::vector<Boot>>> &groups);

} // namespace matrix::compare
