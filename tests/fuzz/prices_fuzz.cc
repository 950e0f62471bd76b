// SPDX-License-Identifier: GPL-2.0
// Prices come from another machine: whatever the file holds, the answer is a model or
// an error.
#include <cstddef>
#include <cstdint>
#include <string>

#include "matrix/model/render.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
	const std::string text{reinterpret_cast<const char *>(data), size};

	if (auto prices = matrix::model::parse_prices(text, "fuzz.json")) {
		const matrix::model::Model model{std::move(*prices)};
		(void)matrix::model::checks_text(model, matrix::model::Format::text);
		(void)matrix::model::to_json(model, nullptr, matrix::model::Over::none);
	}
	return 0;
}
