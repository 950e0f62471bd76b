// SPDX-License-Identifier: GPL-2.0
//
// Any bytes given as somebody's kernel configuration: an advice in each format, never a crash.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "matrix/advise/advice.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
	const std::string_view bytes(reinterpret_cast<const char *>(data), size);
	// Up to the first NUL a command line, the rest the file.
	const std::size_t end = bytes.find('\0');
	const std::string line{end == bytes.npos ? std::string_view{} : bytes.substr(0, end)};
	const auto config = matrix::advise::parse_config(end == bytes.npos ? bytes : bytes.substr(end + 1), "fuzz");
	const auto advice = matrix::advise::advise(config, {.command_line = line, .wants = {"ima"}, .policies = {}}, {});

	if (matrix::advise::text(advice).empty() || matrix::advise::markdown(advice).empty())
		std::abort();
	(void)matrix::advise::json(advice).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
	return 0;
}
