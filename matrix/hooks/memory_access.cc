// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/memory_access.h"

#include <algorithm>
#include <array>

namespace matrix::hooks {

namespace {

// They name an address and touch nothing there that a program could see.
constexpr std::array no_access{
	X86_INS_LEA, X86_INS_NOP, X86_INS_PREFETCH, X86_INS_PREFETCHW, X86_INS_PREFETCHNTA, X86_INS_PREFETCHT0,
	X86_INS_PREFETCHT1, X86_INS_PREFETCHT2, X86_INS_CLFLUSH, X86_INS_CLFLUSHOPT, X86_INS_CLWB, X86_INS_INVLPG,
};

// The memory is the first operand, and is read only.
constexpr std::array only_read{
	X86_INS_CMP,  X86_INS_TEST, X86_INS_BT,   X86_INS_PUSH,    X86_INS_CALL,   X86_INS_JMP,  X86_INS_MUL,
	X86_INS_DIV,  X86_INS_IDIV, X86_INS_LGDT, X86_INS_LIDT,    X86_INS_LDMXCSR, X86_INS_FLDCW, X86_INS_FXRSTOR,
	X86_INS_FXRSTOR64, X86_INS_XRSTOR, X86_INS_XRSTOR64, X86_INS_CMPSB, X86_INS_CMPSW, X86_INS_CMPSD, X86_INS_CMPSQ,
	X86_INS_SCASB, X86_INS_SCASW, X86_INS_SCASD, X86_INS_SCASQ, X86_INS_LTR, X86_INS_LLDT, X86_INS_VERW,
};

// The memory is the first operand, and is written without being read.
constexpr std::array only_written{
	X86_INS_MOV,    X86_INS_MOVABS, X86_INS_MOVNTI, X86_INS_MOVD,   X86_INS_MOVQ,    X86_INS_MOVUPS,  X86_INS_MOVUPD,
	X86_INS_MOVAPS, X86_INS_MOVAPD, X86_INS_MOVDQA, X86_INS_MOVDQU, X86_INS_MOVNTDQ, X86_INS_MOVNTPS, X86_INS_MOVSS,
	X86_INS_STMXCSR, X86_INS_FNSTCW, X86_INS_FNSTSW, X86_INS_FXSAVE, X86_INS_FXSAVE64, X86_INS_XSAVE, X86_INS_XSAVE64,
	X86_INS_XSAVEOPT, X86_INS_XSAVEOPT64, X86_INS_POP, X86_INS_SGDT, X86_INS_SIDT, X86_INS_SETA, X86_INS_SETAE,
	X86_INS_SETB,   X86_INS_SETBE,  X86_INS_SETE,   X86_INS_SETG,   X86_INS_SETGE,   X86_INS_SETL,    X86_INS_SETLE,
	X86_INS_SETNE,  X86_INS_SETNO,  X86_INS_SETNP,  X86_INS_SETNS,  X86_INS_SETO,    X86_INS_SETP,    X86_INS_SETS,
	X86_INS_STOSB,  X86_INS_STOSW,  X86_INS_STOSD,  X86_INS_STOSQ,  X86_INS_INSB,    X86_INS_INSW,    X86_INS_INSD,
	X86_INS_MOVSB,  X86_INS_MOVSW,  X86_INS_MOVSD,  X86_INS_MOVSQ, // these read their second operand
};

// They use the stack without naming it.
constexpr std::array pops{X86_INS_POP, X86_INS_POPFQ, X86_INS_RET, X86_INS_RETF, X86_INS_RETFQ, X86_INS_LEAVE,
			  X86_INS_IRET, X86_INS_IRETD, X86_INS_IRETQ};
constexpr std::array pushes{X86_INS_PUSH, X86_INS_PUSHFQ, X86_INS_CALL, X86_INS_ENTER};

template <std::size_t N> bool is_one_of(const std::array<x86_insn, N> &ids, unsigned id)
{
	return std::any_of(ids.begin(), ids.end(), [&](x86_insn row) { return row == static_cast<x86_insn>(id); });
}

MemoryAccess first_operand(const cs_insn &instruction)
{
	const cs_x86 &x86 = instruction.detail->x86;

	if (is_one_of(only_read, instruction.id))
		return {.reads = true, .writes = false};
	if (is_one_of(only_written, instruction.id))
		return {.reads = false, .writes = true};
	// With one operand it is a factor, and the product goes to registers.
	if (instruction.id == X86_INS_IMUL && x86.op_count == 1)
		return {.reads = true, .writes = false};
	return {.reads = true, .writes = true};
}

} // namespace

MemoryAccess memory_access(const cs_insn &instruction)
{
	const cs_x86 &x86 = instruction.detail->x86;
	MemoryAccess access{.reads = is_one_of(pops, instruction.id), .writes = is_one_of(pushes, instruction.id)};

	if (is_one_of(no_access, instruction.id))
		return {};
	for (unsigned i = 0; i < x86.op_count; ++i) {
		if (x86.operands[i].type != X86_OP_MEM)
			continue;
		const bool exchanged = instruction.id == X86_INS_XCHG || instruction.id == X86_INS_XADD;
		const MemoryAccess here = i == 0 ? first_operand(instruction) : MemoryAccess{.reads = true, .writes = exchanged};
		access.reads = access.reads || here.reads;
		access.writes = access.writes || here.writes;
	}
	return access;
}

} // namespace matrix::hooks
