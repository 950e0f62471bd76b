// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/weights.h"

#include <array>

namespace matrix::compare {

namespace {

constexpr std::array parts{
	WeightPart{"text", "/metadata/size/text", 1},
	WeightPart{"data", "/metadata/size/data", 1},
	WeightPart{"bss", "/metadata/size/bss", 1},
	WeightPart{"bzImage", "/metadata/size/bzImage", 1},
	WeightPart{"kept at boot", "/memory_kib/kept", 1024},
};

} // namespace

std::span<const WeightPart> weight_parts() { return parts; }

std::optional<double> weight_of(const nlohmann::json &context, const std::string &kernel, const WeightPart &part)
{
	const auto place = nlohmann::json::json_pointer{"/kernels"} / kernel / nlohmann::json::json_pointer{part.place};

	if (!context.is_object() || !context.contains(place) || !context.at(place).is_number())
		return std::nullopt;
	return context.at(place).get<double>() * part.unit;
}

} // namespace matrix::compare
