// SPDX-License-Identifier: GPL-2.0
//
// The symbols of an ELF file in the order of the table: a relocation names a
// symbol by its number, and the local ones of a source stand behind its name.
//
//   for_each_symbol(elf, [](const char *name, const GElf_Sym &symbol) { … });
#pragma once

#include "matrix/build/elf.h"

namespace matrix::hooks {

template <class Take> void for_each_symbol(Elf *elf, Take take)
{
	build::for_each_section(elf, [&](Elf_Scn *section, const GElf_Shdr &header) {
		Elf_Data *data = header.sh_type == SHT_SYMTAB ? elf_getdata(section, nullptr) : nullptr;
		GElf_Sym symbol;
		for (int i = 0; data != nullptr && gelf_getsym(data, i, &symbol) != nullptr; ++i) {
			const char *name = elf_strptr(elf, header.sh_link, symbol.st_name);
			take(name == nullptr ? "" : name, symbol);
		}
	});
}

} // namespace matrix::hooks
