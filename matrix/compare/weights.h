// SPDX-License-Identifier: GPL-2.0
//
// What a kernel weighs, as the context of the results has it: parts of its image, and
// what it keeps of the memory.
//
//   for (const WeightPart &part : weight_parts())
//           weight_of(results.context, "override", part); // bytes; nothing: the results do not say
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>

namespace matrix::compare {

struct WeightPart {
	const char *head;  // "text"
	const char *place; // in a kernel's context
	double unit;       // bytes of one there
};

std::span<const WeightPart> weight_parts();
std::optional<double> weight_of(const nlohmann::json &context, const std::string &kernel, const WeightPart &part);

} // namespace matrix::compare
