// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/module.h"

#include <algorithm>
#include <map>
#include <optional>

#include "matrix/hooks/disassembly.h"
#include "matrix/hooks/symbols.h"

namespace matrix::hooks {

namespace {

// struct jump_entry { s32 code; s32 target; long key; }: see Vmlinux::key_tests().
constexpr std::uint64_t entry_size = 16;
constexpr std::uint64_t key_offset = 8;

struct NamedSymbol {
	std::string name;
	GElf_Sym symbol;
};

struct Section {
	std::string name;
	std::string data;
};

struct Place {
	std::size_t section = 0;
	std::uint64_t offset = 0;
};

// One entry of the jump table, from its two relocations that matter.
struct Entry {
	std::optional<Place> code;
	std::string key;
};

struct Module {
	std::vector<NamedSymbol> symbols;
	std::map<std::size_t, Section> sections; // by number
	std::map<std::uint64_t, Entry> table;    // by offset
};

tl::unexpected<base::Error> unreadable_module(const std::filesystem::path &file, std::string reason)
{
	return base::fail({.id = "module-unreadable", .code = base::ExitCode::bad_input, .action = "read the jump table of the module",
			   .object = file.string(), .reason = std::move(reason),
			   .hint = "build it again: remove the kernel's folder in build/kernels and run make variant=NAME", .errnum = 0});
}

void read_relocation(Module &module, const GElf_Rela &relocation)
{
	const std::size_t number = GELF_R_SYM(relocation.r_info);
	Entry &entry = module.table[relocation.r_offset - relocation.r_offset % entry_size];

	if (number >= module.symbols.size())
		return;
	const NamedSymbol &to = module.symbols[number];
	if (relocation.r_offset % entry_size == key_offset)
		entry.key = to.name;
	else if (relocation.r_offset % entry_size == 0)
		entry.code = Place{to.symbol.st_shndx, to.symbol.st_value + static_cast<std::uint64_t>(relocation.r_addend)};
}

Module read_module(Elf *elf, std::size_t strings)
{
	Module module;

	for_each_symbol(elf, [&](const char *name, const GElf_Sym &symbol) { module.symbols.push_back({name, symbol}); });
	build::for_each_section(elf, [&](Elf_Scn *section, const GElf_Shdr &header) {
		const char *text = elf_strptr(elf, strings, header.sh_name);
		const std::string name = text == nullptr ? "" : text;
		Elf_Data *data = elf_getdata(section, nullptr);
		GElf_Rela relocation;
		if ((header.sh_flags & SHF_EXECINSTR) != 0 && data != nullptr && data->d_buf != nullptr)
			module.sections[elf_ndxscn(section)] = {name, {static_cast<const char *>(data->d_buf), data->d_size}};
		for (int i = 0; name == ".rela__jump_table" && data != nullptr && gelf_getrela(data, i, &relocation) != nullptr; ++i)
			read_relocation(module, relocation);
	});
	return module;
}

std::string function_at(const Module &module, const Place &place)
{
	for (const auto &[name, symbol] : module.symbols) {
		if (GELF_ST_TYPE(symbol.st_info) == STT_FUNC && symbol.st_shndx == place.section &&
		    place.offset - symbol.st_value < symbol.st_size)
			return name;
	}
	return {};
}

} // namespace

base::Result<std::vector<ModuleKeyTest>> module_key_tests(const std::filesystem::path &file)
{
	const build::ElfFile opened = build::open_elf(file);
	std::vector<ModuleKeyTest> tests;
	std::size_t strings = 0;

	if (!opened.elf || elf_getshdrstrndx(opened.elf.get(), &strings) != 0)
		return unreadable_module(file, opened.fd ? "it is not an ELF file" : "it cannot be opened");
	const Module module = read_module(opened.elf.get(), strings);
	for (const auto &[offset, entry] : module.table) {
		const auto section = entry.code ? module.sections.find(entry.code->section) : module.sections.end();
		if (section == module.sections.end() || entry.code->offset >= section->second.data.size())
			return unreadable_module(file, "entry " + std::to_string(offset / entry_size) + " names no place in its code");
		tests.push_back({.key = entry.key, .function = function_at(module, *entry.code), .section = section->second.name,
				 .offset = entry.code->offset,
				 .bytes = section->second.data.substr(entry.code->offset, longest_instruction)});
	}
	return tests;
}

std::vector<std::filesystem::path> modules_in(const std::filesystem::path &folder)
{
	std::vector<std::filesystem::path> files;
	std::error_code missing;

	for (const auto &entry : std::filesystem::directory_iterator(folder, missing))
		if (entry.path().extension() == ".ko")
			files.push_back(entry.path());
	std::sort(files.begin(), files.end());
	return files;
}

} // namespace matrix::hooks
