// SPDX-License-Identifier: GPL-2.0
// lsm_hook_defs.h of any tree; the parts of a hook are never more than the text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "matrix/hooks/hook_defs.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
	const std::string_view text{reinterpret_cast<const char *>(data), size};
	const auto hooks = matrix::hooks::parse_hook_defs(text);

	if (!hooks)
		return 0;
	for (const auto &hook : *hooks)
		if (hook.name.empty() || hook.name.size() + hook.returns.size() > size)
			std::abort();
	return 0;
}
