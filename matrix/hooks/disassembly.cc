// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/disassembly.h"

#include <capstone/capstone.h>

#include <algorithm>
#include <set>

namespace matrix::hooks {

namespace {

static_assert(sizeof(csh) == sizeof(std::size_t), "the header shows a csh as a size_t");

struct FreeInstruction {
	void operator()(cs_insn *instruction) const { cs_free(instruction, 1); }
};
using Decoded = std::unique_ptr<cs_insn, FreeInstruction>;

bool in_group(csh handle, const cs_insn &instruction, std::initializer_list<unsigned> groups)
{
	return std::any_of(groups.begin(), groups.end(),
			   [&](unsigned group) { return cs_insn_group(handle, &instruction, group); });
}

Decoded decode(csh handle, std::string_view bytes, std::uint64_t address)
{
	cs_insn *instruction = nullptr;
	const auto *code = reinterpret_cast<const std::uint8_t *>(bytes.data());

	return cs_disasm(handle, code, bytes.size(), address, 1, &instruction) == 1 ? Decoded{instruction} : Decoded{};
}

bool writes_registers(csh handle, const cs_insn &instruction)
{
	cs_regs read;
	cs_regs written;
	std::uint8_t reads = 0;
	std::uint8_t writes = 0;

	return cs_regs_access(handle, &instruction, read, &reads, written, &writes) != CS_ERR_OK || writes != 0;
}

// Where a direct jump goes.
std::optional<std::uint64_t> target_of(const cs_insn &instruction)
{
	const cs_x86 &x86 = instruction.detail->x86;

	if (x86.op_count != 1 || x86.operands[0].type != X86_OP_IMM)
		return std::nullopt;
	return static_cast<std::uint64_t>(x86.operands[0].imm);
}

// What has been found of a function, and what is still to be looked at.
struct Walk {
	std::set<std::uint64_t> seen; // addresses
	std::vector<std::uint64_t> open;
	IdlePath path;
};

// True when the next instruction can run after this one.
bool take(csh handle, const cs_insn &instruction, std::uint64_t start, std::uint64_t end, Walk &walk)
{
	const bool jumps = in_group(handle, instruction, {CS_GRP_JUMP});
	const auto target = jumps ? target_of(instruction) : std::nullopt;

	walk.path.pushes += instruction.id == X86_INS_PUSH;
	walk.path.calls += in_group(handle, instruction, {CS_GRP_CALL});
	if (target && *target >= start && *target < end)
		walk.open.push_back(*target);
	else if (jumps)
		++walk.path.calls;
	if (instruction.id == X86_INS_JMP || instruction.id == X86_INS_UD2 || instruction.id == X86_INS_INT3)
		return false;
	return !in_group(handle, instruction, {CS_GRP_RET, CS_GRP_IRET});
}

} // namespace

std::string why_no_gate(const Instruction &instruction)
{
	if (instruction.changes_course)
		return "it jumps, calls or returns";
	if (instruction.writes_flags)
		return "it writes flags";
	if (!instruction.no_op || instruction.writes_registers)
		return "it does something";
	// What arch_static_branch() may leave; a longer one would be another's.
	if (instruction.size != 2 && instruction.size != 5)
		return "no jump label has this size";
	return {};
}

void Disassembler::Close::operator()(std::size_t *handle) const
{
	cs_close(handle);
	delete handle;
}

base::Result<Disassembler> Disassembler::open()
{
	Disassembler disassembler;
	csh handle = 0;

	if (const cs_err error = cs_open(CS_ARCH_X86, CS_MODE_64, &handle); error != CS_ERR_OK)
		return base::fail({.id = "no-disassembler", .code = base::ExitCode::missing_dependency, .action = "disassemble x86-64 with",
				   .object = "capstone", .reason = cs_strerror(error), .hint = "apt-get install libcapstone4", .errnum = 0});
	disassembler.handle_.reset(new std::size_t{handle});
	cs_option(handle, CS_OPT_DETAIL, CS_OPT_ON);
	return disassembler;
}

std::optional<Instruction> Disassembler::first(std::string_view bytes, std::uint64_t address) const
{
	const csh handle = *handle_;
	const Decoded decoded = decode(handle, bytes, address);

	if (!decoded)
		return std::nullopt;
	const std::string operands = decoded->op_str;
	return Instruction{.address = address, .size = decoded->size,
			   .text = decoded->mnemonic + (operands.empty() ? "" : " " + operands),
			   .no_op = decoded->id == X86_INS_NOP,
			   .changes_course = in_group(handle, *decoded, {CS_GRP_JUMP, CS_GRP_CALL, CS_GRP_RET, CS_GRP_INT, CS_GRP_IRET}),
			   .writes_flags = decoded->detail->x86.eflags != 0,
			   .writes_registers = writes_registers(handle, *decoded)};
}

IdlePath Disassembler::idle_path(std::string_view code, std::uint64_t address) const
{
	Walk walk;

	walk.open.push_back(address);
	while (!walk.open.empty()) {
		std::uint64_t at = walk.open.back();
		walk.open.pop_back();
		for (bool on = true; on && at - address < code.size() && walk.seen.insert(at).second;) {
			const Decoded decoded = decode(*handle_, code.substr(at - address), at);
			if (!decoded)
				break;
			on = take(*handle_, *decoded, address, address + code.size(), walk);
			walk.path.addresses.push_back(at);
			at += decoded->size;
		}
	}
	std::sort(walk.path.addresses.begin(), walk.path.addresses.end());
	return walk.path;
}

} // namespace matrix::hooks
