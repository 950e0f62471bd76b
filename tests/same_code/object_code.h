// SPDX-License-Identifier: GPL-2.0
//
// The machine code of a relocatable object, function by function, in a form in
// which addresses do not count: where an instruction refers to a place, what is
// there stands in its stead, by name or by content. Two functions with equal
// lines are the same code, wherever they and what they refer to lie.
//
//   auto functions = read_functions(obj / "fs/open.o");
//   functions->front().name;     // "do_truncate"
//   functions->front().code[3];  // "e8******** call -> notify_change"
//
// Taken before the link, and so before objtool works on the whole: what it and
// the linker do to an instruction follows from the instruction.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "loader/base/result.h"

namespace same_code {

struct Function {
	std::string name;
	std::vector<std::string> code; // a line for each instruction
};

// Every function, and what lies between functions and is no padding: that is
// named by its section. Fails with `object-unreadable`.
base::Result<std::vector<Function>> read_functions(const std::filesystem::path &object);

} // namespace same_code
