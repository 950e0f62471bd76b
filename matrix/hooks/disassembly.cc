// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/disassembly.h"

#include <capstone/capstone.h>

#include <algorithm>
#include <set>

#include "matrix/hooks/memory_access.h"

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

// Does it read memory? LEA and NOP only name an address; what the stack pointer
// addresses is a register that was saved.
unsigned loads_of(const cs_insn &instruction)
{
	const cs_x86 &x86 = instruction.detail->x86;

	if (instruction.id == X86_INS_LEA || instruction.id == X86_INS_NOP)
		return 0;
	return static_cast<unsigned>(std::count_if(x86.operands, x86.operands + x86.op_count, [](const cs_x86_op &operand) {
		return operand.type == X86_OP_MEM && (operand.access & CS_AC_READ) != 0 && operand.mem.base != X86_REG_RSP;
	}));
}

// A function as it is walked through: what has been found, and what is still to be
// looked at.
class Walk {
public:
	Walk(csh handle, std::string_view code, std::uint64_t start, const OutsideCode &outside)
	    : handle_(handle), code_(code), start_(start), outside_(outside)
	{
	}

	IdlePath run();

private:
	[[nodiscard]] bool within(std::uint64_t address) const { return address - start_ < code_.size(); }
	// True when the next instruction can run after this one.
	bool take(const cs_insn &instruction);
	void follow(std::uint64_t address);
	void follow_outside(std::uint64_t address);

	csh handle_;
	std::string_view code_;
	std::uint64_t start_;
	const OutsideCode &outside_;
	std::set<std::uint64_t> seen_;
	std::vector<std::uint64_t> open_;
	IdlePath path_;
};

bool Walk::take(const cs_insn &instruction)
{
	const bool jumps = in_group(handle_, instruction, {CS_GRP_JUMP});
	const auto target = jumps ? target_of(instruction) : std::nullopt;

	path_.pushes += instruction.id == X86_INS_PUSH;
	path_.calls += in_group(handle_, instruction, {CS_GRP_CALL});
	if (target && within(*target))
		open_.push_back(*target);
	else if (target && outside_ && !outside_(*target).empty())
		follow_outside(*target);
	else if (jumps)
		++path_.calls;
	if (instruction.id == X86_INS_JMP || instruction.id == X86_INS_UD2 || instruction.id == X86_INS_INT3)
		return false;
	return !in_group(handle_, instruction, {CS_GRP_RET, CS_GRP_IRET});
}

// static_cpu_has() as it is linked: a jump to a test and two jumps back, all of
// which gives way to one jump or none when the kernel boots.
void Walk::follow_outside(std::uint64_t address)
{
	const std::string bytes = outside_(address);

	for (std::size_t at = 0; at < bytes.size();) {
		const Decoded decoded = decode(handle_, std::string_view{bytes}.substr(at), address + at);
		if (!decoded)
			return;
		const bool jumps = in_group(handle_, *decoded, {CS_GRP_JUMP});
		if (const auto target = jumps ? target_of(*decoded) : std::nullopt; target && within(*target))
			open_.push_back(*target);
		if (decoded->id == X86_INS_JMP)
			return;
		at += decoded->size;
	}
}

void Walk::follow(std::uint64_t address)
{
	for (bool on = true; on && within(address) && seen_.insert(address).second;) {
		const Decoded decoded = decode(handle_, code_.substr(address - start_), address);
		if (!decoded)
			return;
		on = take(*decoded);
		path_.addresses.push_back(address);
		address += decoded->size;
	}
}

IdlePath Walk::run()
{
	open_.push_back(start_);
	while (!open_.empty()) {
		const std::uint64_t at = open_.back();
		open_.pop_back();
		follow(at);
	}
	std::sort(path_.addresses.begin(), path_.addresses.end());
	return path_;
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

std::optional<Step> Disassembler::step(std::string_view bytes, std::uint64_t address) const
{
	const csh handle = *handle_;
	const Decoded decoded = decode(handle, bytes.substr(0, longest_instruction), address);

	if (!decoded)
		return std::nullopt;
	Step step{.size = decoded->size, .call = in_group(handle, *decoded, {CS_GRP_CALL}),
		  .jump = in_group(handle, *decoded, {CS_GRP_JUMP}), .conditional = false,
		  .end = in_group(handle, *decoded, {CS_GRP_RET, CS_GRP_IRET}),
		  .trap = decoded->id == X86_INS_UD2 || decoded->id == X86_INS_INT3, .target = {}, .loads = 0,
		  .pushes = decoded->id == X86_INS_PUSH, .reads = false, .writes = false, .returns = false};
	step.conditional = step.jump && decoded->id != X86_INS_JMP;
	if (step.call || step.jump)
		step.target = target_of(*decoded);
	step.loads = loads_of(*decoded);
	const MemoryAccess access = memory_access(*decoded);
	step.reads = access.reads;
	step.writes = access.writes;
	step.returns = decoded->id == X86_INS_RET || decoded->id == X86_INS_RETF;
	return step;
}

IdlePath Disassembler::idle_path(std::string_view code, std::uint64_t address, const OutsideCode &outside) const
{
	return Walk{*handle_, code, address, outside}.run();
}

} // namespace matrix::hooks
