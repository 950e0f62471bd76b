// SPDX-License-Identifier: GPL-2.0
//
// An ELF file of the kernel's build, open for libelf.
//
//   const ElfFile file = open_elf(folder / "vmlinux");
//   if (!file.elf) complain(file.fd ? "it is not an ELF file" : "it cannot be opened");
//   for_each_section(file.elf.get(), [](Elf_Scn *section, const GElf_Shdr &header) { … });
#pragma once

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>

#include <filesystem>
#include <memory>

#include "loader/base/fd.h"

namespace matrix::build {

struct EndElf {
	void operator()(Elf *elf) const { elf_end(elf); }
};

// Without `elf`, it is no ELF file; without `fd` either, it could not be opened.
struct ElfFile {
	base::Fd fd; // before elf: it is closed after it
	std::unique_ptr<Elf, EndElf> elf;
};

inline ElfFile open_elf(const std::filesystem::path &path)
{
	ElfFile file{base::Fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)}, nullptr};

	elf_version(EV_CURRENT);
	if (file.fd)
		file.elf.reset(elf_begin(file.fd.get(), ELF_C_READ, nullptr));
	if (file.elf && elf_kind(file.elf.get()) != ELF_K_ELF)
		file.elf.reset();
	return file;
}

template <class Take> void for_each_section(Elf *elf, Take take)
{
	for (Elf_Scn *section = nullptr; (section = elf_nextscn(elf, section)) != nullptr;) {
		GElf_Shdr header;
		if (gelf_getshdr(section, &header) != nullptr)
			take(section, header);
	}
}

} // namespace matrix::build
