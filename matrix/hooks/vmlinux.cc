// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/vmlinux.h"

#include <bpf/btf.h>

#include <cstring>

#include "matrix/hooks/symbols.h"

namespace matrix::hooks {

namespace {

using build::for_each_section;
using build::open_elf;

tl::unexpected<base::Error> unreadable(const std::filesystem::path &file, std::string reason)
{
	return base::fail({.id = "vmlinux-unreadable",
			   .code = base::ExitCode::bad_input,
			   .action = "read the kernel",
			   .object = file.string(),
			   .reason = std::move(reason),
			   .hint = "build it again: remove its folder in build/kernels and run make variant=NAME",
			   .errnum = 0});
}

template <class T> T load(const char *from)
{
	T value;

	std::memcpy(&value, from, sizeof(value));
	return value;
}

// RETPOLINE_THUNK_SIZE: thunks have no size of their own.
constexpr std::uint64_t thunk_size = 32;
bool is_thunk(std::string_view name) { return name.starts_with("__x86_indirect_") && !name.ends_with("_array"); }

} // namespace

void Vmlinux::FreeBtf::operator()(struct btf *btf) const { btf__free(btf); }

base::Result<void> Vmlinux::read_elf(const std::filesystem::path &file)
{
	const build::ElfFile opened = open_elf(file);

	file_ = file;
	if (!opened.elf)
		return unreadable(file, opened.fd ? "it is not an ELF file" : "it cannot be opened");
	for_each_section(opened.elf.get(), [&](Elf_Scn *section, const GElf_Shdr &header) {
		const bool data = (header.sh_flags & SHF_ALLOC) != 0 && header.sh_type != SHT_NOBITS;
		const Elf_Data *content = data ? elf_rawdata(section, nullptr) : nullptr;
		if (content != nullptr && content->d_buf != nullptr)
			sections_.push_back({header.sh_addr, {static_cast<const char *>(content->d_buf), content->d_size}});
	});
	std::string source; // whose local symbols these are
	for_each_symbol(opened.elf.get(), [&](const char *name, const GElf_Sym &symbol) {
		const bool local = GELF_ST_BIND(symbol.st_info) == STB_LOCAL;
		if (GELF_ST_TYPE(symbol.st_info) == STT_FILE)
			source = name;
		if (GELF_ST_TYPE(symbol.st_info) == STT_FUNC && symbol.st_size > 0)
			functions_.try_emplace(symbol.st_value, Function{.name = name, .source = local ? source : "",
									 .address = symbol.st_value, .size = symbol.st_size});
		if (GELF_ST_TYPE(symbol.st_info) == STT_NOTYPE && (symbol.st_size > 0 || is_thunk(name)))
			labels_.try_emplace(symbol.st_value, Function{.name = name, .source = "", .address = symbol.st_value, .size = symbol.st_size});
		if (GELF_ST_TYPE(symbol.st_info) == STT_OBJECT)
			objects_.emplace(symbol.st_value, name);
		symbols_.try_emplace(name, Symbol{symbol.st_value, symbol.st_size});
	});
	if (symbols_.empty())
		return unreadable(file, "it has no symbols");
	return {};
}

base::Result<Vmlinux> Vmlinux::open(const std::filesystem::path &file)
{
	Vmlinux kernel;

	if (auto done = kernel.read_elf(file); !done)
		return tl::unexpected(done.error());
	kernel.btf_.reset(btf__parse_elf(file.c_str(), nullptr));
	if (!kernel.btf_)
		return unreadable(file, "it has no BTF");
	return kernel;
}

std::optional<Symbol> Vmlinux::symbol(const std::string &name) const
{
	const auto found = symbols_.find(name);

	return found == symbols_.end() ? std::nullopt : std::optional{found->second};
}

std::optional<std::string> Vmlinux::bytes(std::uint64_t address, std::size_t count) const
{
	for (const Section &section : sections_) {
		if (address < section.address || address - section.address > section.data.size())
			continue;
		const std::size_t offset = address - section.address;
		if (section.data.size() - offset >= count)
			return section.data.substr(offset, count);
	}
	return std::nullopt;
}

std::optional<std::string> Vmlinux::string_at(std::uint64_t address) const
{
	std::string text;

	for (auto byte = bytes(address, 1); byte; byte = bytes(++address, 1)) {
		if (byte->front() == '\0')
			return text;
		text += byte->front();
	}
	return std::nullopt;
}

std::vector<std::uint64_t> Vmlinux::integers(std::uint64_t address, std::size_t count, std::size_t width) const
{
	std::vector<std::uint64_t> values;

	while (values.size() < count) {
		const auto data = bytes(address + values.size() * width, width);
		if (!data)
			break;
		values.push_back(width == 4 ? load<std::uint32_t>(data->data()) : load<std::uint64_t>(data->data()));
	}
	return values;
}

std::string Vmlinux::btf_name(std::uint32_t id) const
{
	const struct btf_type *type = btf__type_by_id(btf_.get(), id);
	const char *name = type == nullptr ? nullptr : btf__name_by_offset(btf_.get(), type->name_off);

	return name == nullptr ? "" : name;
}

bool Vmlinux::has_btf_function(const std::string &name) const
{
	return btf__find_by_name_kind(btf_.get(), name.c_str(), BTF_KIND_FUNC) > 0;
}

// struct jump_entry { s32 code; s32 target; long key; }, each relative to its
// own place; the two low bits of key are flags (include/linux/jump_label.h).
base::Result<std::vector<KeyTest>> Vmlinux::key_tests() const
{
	constexpr std::uint64_t entry_size = 16;
	std::vector<KeyTest> tests;
	const auto start = symbol("__start___jump_table");
	const auto stop = symbol("__stop___jump_table");

	for (std::uint64_t at = start && stop ? start->address : 0; at != 0 && at < stop->address; at += entry_size) {
		const auto entry = bytes(at, entry_size);
		if (!entry)
			return unreadable(file_, "its jump table is not in the file");
		const std::uint64_t code = at + static_cast<std::int64_t>(load<std::int32_t>(entry->data()));
		const std::uint64_t key = at + 8 + (load<std::uint64_t>(entry->data() + 8) & ~std::uint64_t{3});
		const auto name = objects_.find(key);
		const Function *function = function_at(code);
		if (name != objects_.end())
			tests.push_back({name->second, function == nullptr ? "" : function->name, code});
	}
	return tests;
}

std::vector<Function> Vmlinux::functions() const
{
	std::vector<Function> all;

	for (const auto &[address, function] : functions_)
		all.push_back(function);
	return all;
}

const Function *Vmlinux::function_at(std::uint64_t address) const
{
	const auto next = functions_.upper_bound(address);
	const Function *found = next == functions_.begin() ? nullptr : &std::prev(next)->second;

	return found != nullptr && address - found->address < found->size ? found : nullptr;
}

const Function *Vmlinux::label_at(std::uint64_t address) const
{
	const auto next = labels_.upper_bound(address);
	const Function *found = next == labels_.begin() ? nullptr : &std::prev(next)->second;

	if (found == nullptr)
		return nullptr;
	return address - found->address < (found->size == 0 ? thunk_size : found->size) ? found : nullptr;
}

std::uint64_t Vmlinux::code_bytes() const
{
	std::uint64_t sum = 0;

	for (const auto &[address, function] : functions_)
		sum += function.size;
	return sum;
}

} // namespace matrix::hooks
