// SPDX-License-Identifier: GPL-2.0
//
// Does an instruction read memory, does it write it? capstone's own flags are wrong
// for many that kernels run (test, cmpxchg, set, the stores of SSE), so that this goes
// by the instruction and the place of its operand.
//
//   const MemoryAccess access = memory_access(*instruction);   // decoded with detail
//   loads += access.reads;
#pragma once

#include <capstone/capstone.h>

namespace matrix::hooks {

struct MemoryAccess {
	bool reads = false;
	bool writes = false;
};

MemoryAccess memory_access(const cs_insn &instruction);

} // namespace matrix::hooks
