// SPDX-License-Identifier: GPL-2.0
// A matrix set is what a user wrote: whatever it is, the answer is a set or an error.
#include <cstddef>
#include <cstdint>
#include <string>

#include "matrix/plan/plan.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
	const std::string text{reinterpret_cast<const char *>(data), size};

	if (const auto set = matrix::plan::parse_set(text, "fuzz.toml"); set && set->groups.size() < 8)
		(void)matrix::plan::make_plan(*set);
	return 0;
}
