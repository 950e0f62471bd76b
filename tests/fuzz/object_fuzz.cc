// SPDX-License-Identifier: GPL-2.0
//
// Any bytes given as a policy object: an error or an answer, never a crash.
// libbpf is kept out; it is not ours and is not instrumented, and 1.1 follows type ids
// of a file that there are not. schema_fuzz has what is read from an object it opened.
#include <elf.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "loader/elf_check.h"
#include "loader/libbpf_log.h"
#include "loader/mechanism.h"

namespace {

void check(std::string_view bytes)
{
	const auto checked = loader::check_elf("fuzz", bytes);

	if (!checked && (checked.error().id.empty() || checked.error().reason.empty()))
		std::abort();
}

// Behind a right header, so that they are sections; the last byte says how many.
std::string object_of(std::string_view bytes)
{
	Elf64_Ehdr header{};

	std::memcpy(header.e_ident, ELFMAG, SELFMAG);
	header.e_ident[EI_CLASS] = ELFCLASS64;
	header.e_ident[EI_DATA] = ELFDATA2LSB;
	header.e_type = ET_REL;
	header.e_machine = EM_BPF;
	header.e_shoff = sizeof(header);
	header.e_shentsize = sizeof(Elf64_Shdr);
	header.e_shnum = bytes.empty() ? 0 : static_cast<unsigned char>(bytes.back());
	std::string object{reinterpret_cast<const char *>(&header), sizeof(header)};
	object.append(bytes);
	object.resize(sizeof(header) + (bytes.size() / sizeof(Elf64_Shdr) + 1) * sizeof(Elf64_Shdr)); // whole ones
	return object;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
	const std::string_view bytes(reinterpret_cast<const char *>(data), size);

	check(bytes);
	check(object_of(bytes));
	if (const auto section = loader::parse_section(bytes); section && section->hook.empty())
		std::abort();
	(void)loader::decisive_lines(loader::program_log(bytes, loader::failed_program(bytes)));
	return 0;
}
