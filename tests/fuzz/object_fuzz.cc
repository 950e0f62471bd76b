// SPDX-License-Identifier: GPL-2.0
//
// Any bytes given as a policy object: an error or an answer, never a crash.
// libbpf is kept out; it is not ours and is not instrumented.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "loader/elf_check.h"
#include "loader/libbpf_log.h"
#include "loader/mechanism.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
	const std::string_view bytes(reinterpret_cast<const char *>(data), size);
	const auto checked = loader::check_elf("fuzz", bytes);

	if (!checked && (checked.error().id.empty() || checked.error().reason.empty()))
		std::abort();
	if (const auto section = loader::parse_section(bytes); section && section->hook.empty())
		std::abort();
	(void)loader::decisive_lines(loader::program_log(bytes, loader::failed_program(bytes)));
	return 0;
}
