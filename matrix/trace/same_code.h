// SPDX-License-Identifier: GPL-2.0
//
// Do two kernels have the same code for a function? Then it can run another number
// of instructions for its data's sake only: where an object lies in its slab, say.
//
//   auto compare = SameCode::open(layout.kernel_dir("none") / "vmlinux", layout.kernel_dir("override") / "vmlinux");
//   if (compare->same("kmem_cache_free")) …
#pragma once

#include <filesystem>
#include <string>

#include "loader/base/result.h"
#include "matrix/hooks/disassembly.h"
#include "matrix/hooks/vmlinux.h"

namespace matrix::trace {

class SameCode {
public:
	// Fails with what reading a vmlinux gives.
	static base::Result<SameCode> open(const std::filesystem::path &first, const std::filesystem::path &second);

	// The same instructions of the same sizes in the same order. Their operands
	// may differ: the kernels lie at other addresses. False for a function that
	// one of them does not have.
	[[nodiscard]] bool same(const std::string &function) const;

private:
	SameCode(hooks::Vmlinux first, hooks::Vmlinux second, hooks::Disassembler disassembler)
		: first_(std::move(first)), second_(std::move(second)), disassembler_(std::move(disassembler))
	{
	}

	hooks::Vmlinux first_;
	hooks::Vmlinux second_;
	hooks::Disassembler disassembler_;
};

// "mov/3 add/4 ret/1": what same() compares. Empty where the bytes are not code.
std::string shape_of(const hooks::Disassembler &disassembler, std::string_view code, std::uint64_t address);

} // namespace matrix::trace
