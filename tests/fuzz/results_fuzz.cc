// SPDX-License-Identifier: GPL-2.0
// Results come from files: whatever they hold, the answer is results or an error.
#include <cstddef>
#include <cstdint>
#include <string>

#include "matrix/collect/boot_result.h"
#include "matrix/compare/compare.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
	const std::string text{reinterpret_cast<const char *>(data), size};

	if (auto results = matrix::compare::parse_results(text, "fuzz.json"))
		(void)matrix::compare::compare(std::move(*results));
	if (const auto boot = matrix::collect::from_json(text))
		(void)matrix::collect::cells_of(*boot);
	return 0;
}
