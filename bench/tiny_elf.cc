// SPDX-License-Identifier: GPL-2.0
#include "bench/tiny_elf.h"

#include <elf.h>
#include <sys/syscall.h>

#include <array>
#include <cstddef>
#include <cstring>

namespace bench {

namespace {

constexpr Elf64_Addr load_address = 0x400000;

// mov $SYS_exit_group, %eax; xor %edi, %edi; syscall
constexpr std::array<unsigned char, 9> code{0xb8, SYS_exit_group, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05};

struct Image {
	Elf64_Ehdr header;
	Elf64_Phdr segment;
	std::array<unsigned char, code.size()> text;
};

} // namespace

std::string tiny_elf()
{
	Image image{};

	std::memcpy(image.header.e_ident, ELFMAG, SELFMAG);
	image.header.e_ident[EI_CLASS] = ELFCLASS64;
	image.header.e_ident[EI_DATA] = ELFDATA2LSB;
	image.header.e_ident[EI_VERSION] = EV_CURRENT;
	image.header.e_type = ET_EXEC;
	image.header.e_machine = EM_X86_64;
	image.header.e_version = EV_CURRENT;
	image.header.e_entry = load_address + offsetof(Image, text);
	image.header.e_phoff = offsetof(Image, segment);
	image.header.e_ehsize = sizeof(Elf64_Ehdr);
	image.header.e_phentsize = sizeof(Elf64_Phdr);
	image.header.e_phnum = 1;
	image.segment.p_type = PT_LOAD;
	image.segment.p_flags = PF_R | PF_X;
	image.segment.p_vaddr = load_address;
	image.segment.p_paddr = load_address;
	image.segment.p_filesz = sizeof(Image);
	image.segment.p_memsz = sizeof(Image);
	image.segment.p_align = 0x1000;
	image.text = code;
	return {reinterpret_cast<const char *>(&image), sizeof(image)};
}

} // namespace bench
