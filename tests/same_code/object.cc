// SPDX-License-Identifier: GPL-2.0
#include "tests/same_code/object.h"

#include <algorithm>
#include <tuple>

#include "matrix/build/elf.h"

namespace same_code {

namespace {

using matrix::build::for_each_section;

tl::unexpected<base::Error> unreadable(const std::filesystem::path &file, std::string reason)
{
	return base::fail({.id = "object-unreadable", .code = base::ExitCode::bad_input, .action = "read the object",
			   .object = file.string(), .reason = std::move(reason),
			   .hint = "give a relocatable object of a kernel build", .errnum = 0});
}

std::string text_of(Elf *elf, std::size_t strings, std::size_t offset)
{
	const char *text = elf_strptr(elf, strings, offset);

	return text == nullptr ? "" : text;
}

std::vector<Section> read_sections(Elf *elf)
{
	std::size_t names = 0;
	std::vector<Section> sections(1); // number 0 is no section

	elf_getshdrstrndx(elf, &names);
	for_each_section(elf, [&](Elf_Scn *scn, const GElf_Shdr &header) {
		Section section;
		const bool loaded = (header.sh_flags & SHF_ALLOC) != 0;
		const Elf_Data *content = header.sh_type == SHT_NOBITS ? nullptr : elf_rawdata(scn, nullptr);
		section.name = text_of(elf, names, header.sh_name);
		if (loaded && content != nullptr && content->d_buf != nullptr)
			section.data.assign(static_cast<const char *>(content->d_buf), content->d_size);
		section.code = loaded && (header.sh_flags & SHF_EXECINSTR) != 0;
		section.writable = (header.sh_flags & SHF_WRITE) != 0;
		section.strings = (header.sh_flags & SHF_STRINGS) != 0;
		sections.push_back(std::move(section));
	});
	return sections;
}

std::vector<Symbol> read_symbols(Elf *elf)
{
	std::vector<Symbol> symbols;

	for_each_section(elf, [&](Elf_Scn *scn, const GElf_Shdr &header) {
		Elf_Data *data = header.sh_type == SHT_SYMTAB ? elf_getdata(scn, nullptr) : nullptr;
		GElf_Sym from;
		for (int i = 0; data != nullptr && gelf_getsym(data, i, &from) != nullptr; ++i) {
			const auto type = GELF_ST_TYPE(from.st_info);
			symbols.push_back({.name = text_of(elf, header.sh_link, from.st_name), .value = from.st_value,
					   .size = from.st_size,
					   .section = from.st_shndx < SHN_LORESERVE ? from.st_shndx : 0U,
					   .function = type == STT_FUNC, .variable = type == STT_OBJECT,
					   .local = GELF_ST_BIND(from.st_info) == STB_LOCAL,
					   .of_section = type == STT_SECTION});
		}
	});
	return symbols;
}

void read_relocations(Elf *elf, std::vector<Section> &sections)
{
	for_each_section(elf, [&](Elf_Scn *scn, const GElf_Shdr &header) {
		Elf_Data *data = header.sh_type == SHT_RELA ? elf_getdata(scn, nullptr) : nullptr;
		GElf_Rela from;
		if (header.sh_info >= sections.size())
			return;
		auto &relocations = sections[header.sh_info].relocations;
		for (int i = 0; data != nullptr && gelf_getrela(data, i, &from) != nullptr; ++i)
			relocations.push_back({.offset = from.r_offset,
					       .type = static_cast<std::uint32_t>(GELF_R_TYPE(from.r_info)),
					       .symbol = GELF_R_SYM(from.r_info), .addend = from.r_addend});
		std::stable_sort(relocations.begin(), relocations.end(),
				 [](const auto &a, const auto &b) { return a.offset < b.offset; });
	});
}

} // namespace

std::span<const Relocation> Section::relocations_in(std::uint64_t begin, std::uint64_t end) const
{
	const auto before = [](const Relocation &relocation, std::uint64_t offset) { return relocation.offset < offset; };
	const auto first = std::lower_bound(relocations.begin(), relocations.end(), begin, before);
	const auto last = std::lower_bound(first, relocations.end(), end, before);

	return {first, last};
}

base::Result<Object> Object::open(const std::filesystem::path &file)
{
	const matrix::build::ElfFile opened = matrix::build::open_elf(file);
	Elf *elf = opened.elf.get();
	GElf_Ehdr header;
	Object object;

	if (elf == nullptr)
		return unreadable(file, opened.fd ? "it is not an ELF file" : "it cannot be opened");
	if (gelf_getehdr(elf, &header) == nullptr || header.e_type != ET_REL || header.e_machine != EM_X86_64)
		return unreadable(file, "it is not a relocatable object for x86-64");
	object.sections_ = read_sections(elf);
	object.symbols_ = read_symbols(elf);
	read_relocations(elf, object.sections_);
	for (const Section &section : object.sections_)
		for (const Relocation &relocation : section.relocations)
			if (relocation.symbol >= object.symbols_.size())
				return unreadable(file, "a relocation in " + section.name + " names no symbol");
	for (std::size_t i = 0; i < object.symbols_.size(); ++i) {
		const Symbol &symbol = object.symbols_[i];
		if (symbol.section < object.sections_.size() && !symbol.name.empty() && !symbol.of_section)
			object.sections_[symbol.section].symbols.push_back(i);
	}
	for (Section &section : object.sections_)
		std::sort(section.symbols.begin(), section.symbols.end(), [&](std::size_t a, std::size_t b) {
			const Symbol &left = object.symbols_[a];
			const Symbol &right = object.symbols_[b];
			return std::tie(left.value, left.name) < std::tie(right.value, right.name);
		});
	return object;
}

const Symbol *Object::symbol_at(std::size_t section, std::uint64_t offset) const
{
	const std::vector<std::size_t> &numbers = sections_[section].symbols;
	const Symbol *label = nullptr;
	const auto above = [&](std::uint64_t at, std::size_t number) { return at < symbols_[number].value; };

	for (auto next = std::upper_bound(numbers.begin(), numbers.end(), offset, above); next != numbers.begin();) {
		const Symbol *symbol = &symbols_[*--next];
		const bool first = next == numbers.begin() || symbols_[*std::prev(next)].value != symbol->value;
		if (symbol->size == 0 && (label == nullptr || label->value == symbol->value))
			label = symbol;
		if (symbol->size == 0 || (!first && symbols_[*std::prev(next)].size != 0))
			continue;
		return offset - symbol->value < symbol->size ? symbol : label;
	}
	return label;
}

} // namespace same_code
