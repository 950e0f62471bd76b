// SPDX-License-Identifier: GPL-2.0
//
// x86-64 machine code, read by capstone: one instruction, and what of a function
// can run as it stands.
//
//   auto disassembler = Disassembler::open();
//   const auto there = disassembler->first(bytes, address);
//   if (!there || !why_no_gate(*there).empty()) complain(there ? there->text : "");
//   const IdlePath path = disassembler->idle_path(code, address, {});   // path.addresses
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"

namespace matrix::hooks {

// In bytes, on x86.
inline constexpr std::size_t longest_instruction = 15;

struct Instruction {
	std::uint64_t address = 0;
	std::size_t size = 0;
	std::string text;            // "jmp 0x1005"
	bool no_op = false;          // decoded as NOP, which by definition touches nothing
	bool changes_course = false; // jump, call, return, interrupt
	bool writes_flags = false;
	bool writes_registers = false;
};

// Why this is not what an idle gate is, a no-op of 2 or 5 bytes; empty: it is one.
std::string why_no_gate(const Instruction &instruction);

// An instruction as a step on a way through a function.
struct Step {
	std::size_t size = 0;
	bool call = false;
	bool jump = false;
	bool conditional = false; // a jump that may not be taken
	bool end = false;         // a return
	bool trap = false;        // ud2, int3: not to be reached
	std::optional<std::uint64_t> target; // of a direct call or jump
	unsigned loads = 0;  // reads memory that is not addressed by the stack pointer
	unsigned pushes = 0; // puts a register on the stack
	bool reads = false;  // memory, what is on the stack too
	bool writes = false;
	bool returns = false; // to a caller: not from an interrupt or a system call
};

// The instructions of a function that its own jumps and the way straight on lead
// to. What only a patched jump label, an exception table or a jump through a
// register leads to is not among them, nor are parts that are functions of
// their own (NAME.cold).
struct IdlePath {
	std::vector<std::uint64_t> addresses; // in ascending order
	std::size_t pushes = 0;
	std::size_t calls = 0; // with jumps out of the function
};

// The code at an address that is in no function; empty: there is none.
using OutsideCode = std::function<std::string(std::uint64_t address)>;

class Disassembler {
public:
	static base::Result<Disassembler> open();

	// Nothing when the bytes begin with no instruction.
	[[nodiscard]] std::optional<Instruction> first(std::string_view bytes, std::uint64_t address) const;
	[[nodiscard]] std::optional<Step> step(std::string_view bytes, std::uint64_t address) const;
	[[nodiscard]] IdlePath idle_path(std::string_view code, std::uint64_t address, const OutsideCode &outside) const;

private:
	struct Close {
		void operator()(std::size_t *handle) const;
	};

	Disassembler() = default;

	std::unique_ptr<std::size_t, Close> handle_; // capstone's csh
};

} // namespace matrix::hooks
