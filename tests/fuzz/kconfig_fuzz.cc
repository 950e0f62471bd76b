// SPDX-License-Identifier: GPL-2.0
// Kconfig files, fragments and series: text from outside, one byte chooses.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "matrix/build/kconfig.h"
#include "matrix/build/series.h"
#include "matrix/build/settings.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
	if (size == 0)
		return 0;
	const std::string_view text{reinterpret_cast<const char *>(data + 1), size - 1};
	if (data[0] % 3 == 0) {
		matrix::build::KconfigTree tree;
		matrix::build::parse_kconfig(tree, text, "Kconfig", {}, "x86");
	} else if (data[0] % 3 == 1) {
		(void)matrix::build::parse_settings(text, ".config");
	} else {
		(void)matrix::build::parse_series(text, "series");
		(void)matrix::build::extract_hunk(text, "f", 1);
	}
	return 0;
}
