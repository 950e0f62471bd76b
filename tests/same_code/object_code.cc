// SPDX-License-Identifier: GPL-2.0
#include "tests/same_code/object_code.h"

#include <capstone/capstone.h>
#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "tests/same_code/object.h"

namespace same_code {

namespace {

struct CloseCapstone {
	void operator()(csh *handle) const
	{
		cs_close(handle);
		delete handle;
	}
};

struct FreeInstruction {
	void operator()(cs_insn *instruction) const { cs_free(instruction, 1); }
};

// How many bytes the linker writes, and whether relative to where it writes.
struct Field {
	std::size_t size;
	bool relative;
};

Field field_of(std::uint32_t type)
{
	switch (type) {
	case R_X86_64_64: return {8, false};
	case R_X86_64_PC64: return {8, true};
	case R_X86_64_16: return {2, false};
	case R_X86_64_PC16: return {2, true};
	case R_X86_64_8: return {1, false};
	case R_X86_64_PC8: return {1, true};
	case R_X86_64_PC32:
	case R_X86_64_PLT32:
	case R_X86_64_GOTPCREL:
	case R_X86_64_GOTPCRELX:
	case R_X86_64_REX_GOTPCRELX: return {4, true};
	default: return {4, false};
	}
}

std::string hex(std::string_view bytes)
{
	std::string text;

	for (const char byte : bytes)
		text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
	return text;
}

// A variable of a function has a number for its name, "warned.31", which changes
// with any declaration in any header.
std::string without_number(const std::string &name)
{
	const std::size_t end = name.find_last_not_of("0123456789");

	if (end == std::string::npos || end + 1 == name.size())
		return name;
	if (name[end] == '.')
		return name.substr(0, end);
	// These two count the uses of a macro.
	return name.starts_with("__UNIQUE_ID_") || name.starts_with("__BTF_ID__") ? name.substr(0, end + 1) : name;
}

// A message may end with the line of the source: "at ./fs/open.c:12".
std::string without_line(const std::string &text)
{
	const std::size_t end = text.find_last_not_of("0123456789");

	if (end == std::string::npos || end < 3 || end + 1 == text.size())
		return text;
	const std::string_view before = std::string_view{text}.substr(end - 2, 3);
	return before == ".c:" || before == ".h:" ? text.substr(0, end + 1) : text;
}

struct Instruction {
	std::uint64_t offset = 0; // in the section
	std::string bytes;
	std::string mnemonic;
	std::optional<std::uint64_t> target; // of a relative branch or operand, in the same section
	bool branch = false;
};

class Disassembler {
public:
	Disassembler()
	{
		cs_open(CS_ARCH_X86, CS_MODE_64, handle_.get());
		cs_option(*handle_, CS_OPT_DETAIL, CS_OPT_ON);
		cs_option(*handle_, CS_OPT_SKIPDATA, CS_OPT_ON);
		instruction_.reset(cs_malloc(*handle_));
	}

	[[nodiscard]] std::vector<Instruction> read(std::string_view bytes, std::uint64_t offset) const
	{
		std::vector<Instruction> code;
		const auto *at = reinterpret_cast<const std::uint8_t *>(bytes.data());
		std::size_t left = bytes.size();
		cs_insn *found = instruction_.get();

		while (left > 0 && cs_disasm_iter(*handle_, &at, &left, &offset, found))
			code.push_back(take(*found));
		return code;
	}

private:
	[[nodiscard]] Instruction take(const cs_insn &found) const
	{
		Instruction result{.offset = found.address,
				   .bytes = {reinterpret_cast<const char *>(found.bytes), found.size},
				   .mnemonic = found.mnemonic, .target = {}, .branch = false};
		if (found.id == 0) // data
			return result;
		const cs_x86 &x86 = found.detail->x86;
		for (unsigned i = 0; i < x86.op_count; ++i) {
			const cs_x86_op &operand = x86.operands[i];
			if (operand.type == X86_OP_IMM && cs_insn_group(*handle_, &found, X86_GRP_BRANCH_RELATIVE)) {
				result.target = static_cast<std::uint64_t>(operand.imm);
				result.branch = true;
			} else if (operand.type == X86_OP_MEM && operand.mem.base == X86_REG_RIP) {
				result.target = found.address + found.size + static_cast<std::uint64_t>(operand.mem.disp);
			}
		}
		return result;
	}

	std::unique_ptr<csh, CloseCapstone> handle_{new csh{}};
	std::unique_ptr<cs_insn, FreeInstruction> instruction_;
};

// One function's instructions into lines.
class Writer {
public:
	Writer(const Object &object, std::size_t section, const std::vector<Instruction> &code)
		: object_(object), section_(section), code_(code)
	{
	}

	std::vector<std::string> lines()
	{
		std::vector<std::string> result;

		for (const Instruction &instruction : code_)
			result.push_back(line(instruction));
		return result;
	}

private:
	std::string line(const Instruction &instruction)
	{
		const std::uint64_t end = instruction.offset + instruction.bytes.size();
		const auto relocations = object_.sections()[section_].relocations_in(instruction.offset, end);
		std::string bytes = hex(instruction.bytes);
		std::string targets;

		for (const Relocation &relocation : relocations) {
			const Field field = field_of(relocation.type);
			const std::size_t at = relocation.offset - instruction.offset;
			const std::size_t size = std::min(field.size, instruction.bytes.size() - at);
			const auto rest = field.relative ? static_cast<std::int64_t>(end - relocation.offset) : 0;
			bytes.replace(2 * at, 2 * size, 2 * size, '*');
			targets += " -> " + target(relocation, rest);
		}
		if (relocations.empty() && instruction.target) {
			targets = " -> " + own_target(*instruction.target);
			// How far it is decides how long the instruction is.
			bytes = instruction.branch ? "*" : bytes.substr(0, 4) + "*";
		}
		return bytes + ' ' + instruction.mnemonic + targets;
	}

	std::string target(const Relocation &relocation, std::int64_t rest)
	{
		const Symbol &symbol = object_.symbols()[relocation.symbol];
		const std::int64_t addend = relocation.addend + rest;

		if (symbol.section != 0 && symbol.section < object_.sections().size() && symbol.local)
			return place(symbol.section, static_cast<std::int64_t>(symbol.value) + addend);
		return addend == 0 ? symbol.name : fmt::format("{}{:+}", symbol.name, addend);
	}

	// A place in this function is told by the instruction there.
	std::string own_target(std::uint64_t offset)
	{
		const auto found = std::lower_bound(code_.begin(), code_.end(), offset,
						    [](const Instruction &i, std::uint64_t o) { return i.offset < o; });

		if (found != code_.end() && found->offset == offset)
			return fmt::format("instruction {}", found - code_.begin());
		return place(section_, static_cast<std::int64_t>(offset));
	}

	std::string place(std::size_t number, std::int64_t offset)
	{
		const Section &section = object_.sections()[number];
		const auto at = static_cast<std::uint64_t>(offset);

		if (offset < 0)
			return fmt::format("{}{:+}", section.name, offset);
		if (section.strings && at < section.data.size())
			return '"' + without_line(section.data.c_str() + at) + '"';
		if (const Symbol *symbol = object_.symbol_at(number, at); symbol != nullptr)
			return name_of(*symbol, section) + (at == symbol->value ? "" : fmt::format("+{}", at - symbol->value));
		if (section.writable || at >= section.data.size())
			return fmt::format("{}+{}", section.name, at);
		return section.name + ':' + hex(std::string_view{section.data}.substr(at, unnamed_bytes));
	}

	std::string name_of(const Symbol &symbol, const Section &section)
	{
		const std::string base = without_number(symbol.name);

		if (symbol.function || base == symbol.name)
			return symbol.name;
		// By the order in which the function comes to them, and what is in them.
		auto &known = numbered_[base];
		const auto number = known.try_emplace(&symbol, known.size()).first->second;
		const bool constant = !section.writable && symbol.value + symbol.size <= section.data.size();
		return fmt::format("{}#{}", base, number) +
		       (constant ? ':' + hex(std::string_view{section.data}.substr(symbol.value, symbol.size)) : "");
	}

	// A constant without a name has no length either.
	static constexpr std::size_t unnamed_bytes = 16;

	const Object &object_;
	std::size_t section_;
	const std::vector<Instruction> &code_;
	std::map<std::string, std::map<const Symbol *, std::size_t>> numbered_;
};

class Reader {
public:
	explicit Reader(const Object &object) : object_(object) {}

	std::vector<Function> read()
	{
		for (std::size_t number = 0; number < object_.sections().size(); ++number)
			if (object_.sections()[number].code)
				read_section(number);
		return std::move(functions_);
	}

private:
	void read_section(std::size_t number)
	{
		const Section &section = object_.sections()[number];
		std::uint64_t done = 0; // everything before is in a function

		for (const std::size_t index : section.symbols) {
			const Symbol &symbol = object_.symbols()[index];
			const std::uint64_t end = symbol.value + symbol.size;
			if (!symbol.function || symbol.size == 0 || end > section.data.size())
				continue;
			if (symbol.value > done)
				add(number, done, symbol.value, "");
			add(number, symbol.value, end, symbol.name);
			done = std::max(done, end);
		}
		if (done < section.data.size())
			add(number, done, section.data.size(), "");
	}

	void add(std::size_t number, std::uint64_t begin, std::uint64_t end, const std::string &name)
	{
		const Section &section = object_.sections()[number];
		const std::vector<Instruction> code =
			disassembler_.read(std::string_view{section.data}.substr(begin, end - begin), begin);

		if (!name.empty() || !std::all_of(code.begin(), code.end(), is_padding))
			functions_.push_back({.name = name.empty() ? section.name : name,
					      .code = Writer{object_, number, code}.lines()});
	}

	static bool is_padding(const Instruction &instruction)
	{
		return instruction.mnemonic == "nop" || instruction.mnemonic == "int3" ||
		       instruction.bytes.find_first_not_of('\0') == std::string::npos;
	}

	const Object &object_;
	Disassembler disassembler_;
	std::vector<Function> functions_;
};

} // namespace

base::Result<std::vector<Function>> read_functions(const std::filesystem::path &file)
{
	const auto object = Object::open(file);

	if (!object)
		return tl::unexpected(object.error());
	return Reader{*object}.read();
}

} // namespace same_code
