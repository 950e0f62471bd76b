// SPDX-License-Identifier: GPL-2.0
#include "bench/tiny_elf.h"

#include <elf.h>
#include <sys/syscall.h>

#include <array>
#include <cstddef>
#include <cstring>

namespace bench {

namespace {

constexpr std::size_t page = 0x1000;
constexpr Elf64_Addr load_address = 0x400000;
// Apart from the interpreter's, where one program is that of the other.
constexpr Elf64_Addr load_address_with_interpreter = 0x800000;

// mov $SYS_exit_group, %eax; xor %edi, %edi; syscall
constexpr std::array<unsigned char, 9> code{0xb8, SYS_exit_group, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05};

struct Image {
	Elf64_Ehdr header;
	Elf64_Phdr segment;
	Elf64_Phdr interpreter; // counted by the header only if there is one
	std::array<unsigned char, code.size()> text;
	std::array<char, 16> interpreter_path;
};

Elf64_Ehdr header_of(Elf64_Addr at, unsigned segments)
{
	Elf64_Ehdr header{};

	std::memcpy(header.e_ident, ELFMAG, SELFMAG);
	header.e_ident[EI_CLASS] = ELFCLASS64;
	header.e_ident[EI_DATA] = ELFDATA2LSB;
	header.e_ident[EI_VERSION] = EV_CURRENT;
	header.e_type = ET_EXEC;
	header.e_machine = EM_X86_64;
	header.e_version = EV_CURRENT;
	header.e_entry = at + offsetof(Image, text);
	header.e_phoff = offsetof(Image, segment);
	header.e_ehsize = sizeof(Elf64_Ehdr);
	header.e_phentsize = sizeof(Elf64_Phdr);
	header.e_phnum = static_cast<Elf64_Half>(segments);
	return header;
}

// The program, of which `bytes` of the file are mapped.
std::string tiny_file(const std::string &interpreter, std::size_t bytes)
{
	const Elf64_Addr at = interpreter.empty() ? load_address : load_address_with_interpreter;
	Image image{};

	image.header = header_of(at, interpreter.empty() ? 1 : 2);
	image.segment.p_type = PT_LOAD;
	image.segment.p_flags = PF_R | PF_X;
	image.segment.p_vaddr = at;
	image.segment.p_paddr = at;
	image.segment.p_filesz = bytes;
	image.segment.p_memsz = bytes;
	image.segment.p_align = page;
	image.interpreter.p_type = PT_INTERP;
	image.interpreter.p_flags = PF_R;
	image.interpreter.p_offset = offsetof(Image, interpreter_path);
	image.interpreter.p_filesz = interpreter.size() + 1;
	image.text = code;
	interpreter.copy(image.interpreter_path.data(), image.interpreter_path.size() - 1);
	std::string file{reinterpret_cast<const char *>(&image), sizeof(image)};
	file.resize(bytes);
	return file;
}

} // namespace

std::string tiny_elf(const std::string &interpreter) { return tiny_file(interpreter, sizeof(Image)); }
std::string tiny_interpreter() { return tiny_file({}, page); }

} // namespace bench
