// SPDX-License-Identifier: GPL-2.0
#include "loader/elf_check.h"

#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>

#include "loader/errors.h"

namespace loader {

namespace {

constexpr unsigned char native_order = std::endian::native == std::endian::little ? ELFDATA2LSB : ELFDATA2MSB;

// The T at `offset`, or nothing when it does not lie wholly inside.
template <class T> std::optional<T> read_at(std::string_view bytes, std::uint64_t offset)
{
	T value;

	if (offset > bytes.size() || bytes.size() - offset < sizeof(T))
		return std::nullopt;
	std::memcpy(&value, bytes.data() + offset, sizeof(T));
	return value;
}

base::Result<Elf64_Ehdr> check_header(std::string_view name, std::string_view bytes)
{
	if (bytes.empty())
		return base::fail(object_truncated(name, "the file is empty"));
	const std::string_view magic(ELFMAG, SELFMAG);
	if (bytes.substr(0, SELFMAG) != magic.substr(0, std::min<std::size_t>(bytes.size(), SELFMAG)))
		return base::fail(object_not_bpf(name, "it is no ELF file"));

	const auto header = read_at<Elf64_Ehdr>(bytes, 0);
	if (!header)
		return base::fail(object_truncated(name, fmt::format("it ends inside the ELF header, after {} bytes",
								     bytes.size())));
	if (header->e_ident[EI_CLASS] != ELFCLASS64)
		return base::fail(object_wrong_machine(name, "it is no 64-bit ELF file"));
	if (header->e_ident[EI_DATA] != native_order)
		return base::fail(object_wrong_machine(name, "its byte order is not this machine's"));
	if (header->e_machine != EM_BPF)
		return base::fail(object_wrong_machine(
			name, fmt::format("it is for ELF machine {}, BPF is {}", header->e_machine, EM_BPF)));
	if (header->e_type != ET_REL)
		return base::fail(object_not_bpf(name, "it is not relocatable (the output of a linker, not of clang -c)"));
	return *header;
}

// Counts the sections with code; every section must lie inside the file.
base::Result<unsigned> check_sections(std::string_view name, std::string_view bytes, const Elf64_Ehdr &header)
{
	if (header.e_shoff == 0 || header.e_shentsize != sizeof(Elf64_Shdr))
		return base::fail(object_not_bpf(name, "it has no section table"));
	const auto first = read_at<Elf64_Shdr>(bytes, header.e_shoff);
	if (!first)
		return base::fail(object_truncated(name, fmt::format("its section table starts at byte {}, the file has {}",
								     header.e_shoff, bytes.size())));

	// 0 means that the count did not fit and stands in the first section.
	const std::uint64_t count = header.e_shnum != 0 ? header.e_shnum : first->sh_size;
	unsigned code = 0;
	for (std::uint64_t i = 0; i < count; i++) {
		const auto section = read_at<Elf64_Shdr>(bytes, header.e_shoff + i * sizeof(Elf64_Shdr));
		if (!section)
			return base::fail(object_truncated(name, fmt::format("it ends inside its section table, at section "
									     "{} of {}", i, count)));
		if (section->sh_type == SHT_NOBITS || section->sh_type == SHT_NULL)
			continue;
		if (section->sh_offset > bytes.size() || bytes.size() - section->sh_offset < section->sh_size)
			return base::fail(object_truncated(name, fmt::format("section {} reaches beyond the end of the "
									     "file", i)));
		if (section->sh_type == SHT_PROGBITS && (section->sh_flags & SHF_EXECINSTR) != 0 && section->sh_size > 0)
			code++;
	}
	return code;
}

} // namespace

base::Result<void> check_elf(std::string_view name, std::string_view bytes)
{
	const auto header = check_header(name, bytes);
	if (!header)
		return tl::unexpected(header.error());
	const auto code = check_sections(name, bytes, *header);
	if (!code)
		return tl::unexpected(code.error());
	if (*code == 0)
		return base::fail(object_not_bpf(name, "it holds no program"));
	return {};
}

} // namespace loader
