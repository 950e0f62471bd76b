// SPDX-License-Identifier: GPL-2.0
#include "loader/elf_check.h"

#include <elf.h>
#include <gmock/gmock.h>

#include <cstring>
#include <string>

namespace loader {
namespace {

// The smallest object that passes: a header, one section with code.
std::string tiny_object()
{
	Elf64_Ehdr header{};
	std::memcpy(header.e_ident, ELFMAG, SELFMAG);
	header.e_ident[EI_CLASS] = ELFCLASS64;
	header.e_ident[EI_DATA] = ELFDATA2LSB;
	header.e_ident[EI_VERSION] = EV_CURRENT;
	header.e_type = ET_REL;
	header.e_machine = EM_BPF;
	header.e_shoff = sizeof(header) + 16;
	header.e_shentsize = sizeof(Elf64_Shdr);
	header.e_shnum = 2;

	Elf64_Shdr empty{}, code{};
	code.sh_type = SHT_PROGBITS;
	code.sh_flags = SHF_EXECINSTR;
	code.sh_offset = sizeof(header);
	code.sh_size = 16;

	std::string bytes(reinterpret_cast<const char *>(&header), sizeof(header));
	bytes.append(16, '\0');
	bytes.append(reinterpret_cast<const char *>(&empty), sizeof(empty));
	bytes.append(reinterpret_cast<const char *>(&code), sizeof(code));
	return bytes;
}

std::string id_of(const std::string &bytes)
{
	const auto checked = check_elf("object", bytes);
	return checked ? "" : checked.error().id;
}

Elf64_Ehdr &header_of(std::string &bytes) { return *reinterpret_cast<Elf64_Ehdr *>(bytes.data()); }

TEST(CheckElf, TakesAWholeObject) { EXPECT_EQ(id_of(tiny_object()), ""); }

TEST(CheckElf, NamesEveryTruncation)
{
	const std::string whole = tiny_object();

	for (std::size_t size = 0; size < whole.size(); size++)
		EXPECT_EQ(id_of(whole.substr(0, size)), "object-truncated") << size;
}

TEST(CheckElf, NamesWhatIsNoElf)
{
	EXPECT_EQ(id_of("#!/bin/sh\necho this is a script, and long enough to be a header\n"), "object-not-bpf");
	EXPECT_EQ(id_of("hi"), "object-not-bpf");
}

TEST(CheckElf, NamesTheWrongMachine)
{
	std::string bytes = tiny_object();
	header_of(bytes).e_machine = EM_X86_64;
	EXPECT_EQ(id_of(bytes), "object-wrong-machine");

	bytes = tiny_object();
	header_of(bytes).e_ident[EI_DATA] = ELFDATA2MSB;
	EXPECT_EQ(id_of(bytes), "object-wrong-machine");

	bytes = tiny_object();
	header_of(bytes).e_ident[EI_CLASS] = ELFCLASS32;
	EXPECT_EQ(id_of(bytes), "object-wrong-machine");
}

TEST(CheckElf, NamesWhatHoldsNoProgram)
{
	std::string bytes = tiny_object();
	header_of(bytes).e_shoff = 0;
	EXPECT_EQ(id_of(bytes), "object-not-bpf");

	bytes = tiny_object();
	header_of(bytes).e_shnum = 1;
	EXPECT_EQ(id_of(bytes), "object-not-bpf");

	bytes = tiny_object();
	header_of(bytes).e_type = ET_DYN;
	EXPECT_EQ(id_of(bytes), "object-not-bpf");
}

TEST(CheckElf, DoesNotOverflowOnHugeOffsets)
{
	std::string bytes = tiny_object();
	header_of(bytes).e_shoff = ~0ULL - 8;
	EXPECT_EQ(id_of(bytes), "object-truncated");

	bytes = tiny_object();
	auto *code = reinterpret_cast<Elf64_Shdr *>(bytes.data() + bytes.size() - sizeof(Elf64_Shdr));
	code->sh_offset = 64;
	code->sh_size = ~0ULL;
	EXPECT_EQ(id_of(bytes), "object-truncated");
}

} // namespace
} // namespace loader
