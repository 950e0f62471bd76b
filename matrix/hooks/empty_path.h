// SPDX-License-Identifier: GPL-2.0
//
// What a function of the LSM framework runs when its hook has no callback: every
// way from its beginning to its end that calls none. Static keys are as they are
// linked, off; a way that comes to a callback is not one of an empty hook.
//
//   const auto path = find_empty_path(*disassembler, bytes, address, calls);
//   if (path) use(path->longest.instructions, path->longest.loads);
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "matrix/hooks/disassembly.h"

namespace matrix::hooks {

struct PathCost {
	unsigned instructions = 0;
	unsigned loads = 0;  // from memory, the stack left out
	unsigned pushes = 0; // with what else is put on the stack
	unsigned calls = 0;  // of other functions, which are not looked into
};

struct EmptyPath {
	PathCost shortest;
	PathCost longest;
};

// What a direct call, or a jump out of the function, leads to. A thunk calls what a
// register holds: a callback as well. Tracing's call at the beginning of a function is
// a no-op from boot on.
enum class Callee { function, callback, thunk, no_op };
using CalleeKind = std::function<Callee(std::uint64_t target)>;

// What is in the function at all, on whatever way.
struct CallSites {
	unsigned direct = 0;   // static calls of callbacks
	unsigned indirect = 0; // calls by way of a register, or a thunk for it
};

// Nothing where every way calls a callback, or does not come to an end.
std::optional<EmptyPath> find_empty_path(const Disassembler &disassembler, std::string_view code, std::uint64_t address,
					 const CalleeKind &callee);

CallSites count_call_sites(const Disassembler &disassembler, std::string_view code, std::uint64_t address,
			   const CalleeKind &callee);

} // namespace matrix::hooks
