// SPDX-License-Identifier: GPL-2.0
//
// What the compiler made of the gates: function by function, the instructions
// that can run while all hooks are idle (IdlePath), beside those of the same
// function of the control. A gate is one; what there is more is arguments worked
// out early, registers saved for the call behind the gate, or code laid out
// another way.
//
//   auto code = compare_idle_code(layout, "override");
//   for (const FunctionGrowth &row : code->functions) use(row.name, row.extra());
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"
#include "matrix/layout.h"

namespace matrix::hooks {

struct FunctionGrowth {
	std::string name;
	std::string source; // of a static function
	std::vector<std::string> hooks; // one for each gate that is passed
	std::int64_t instructions = 0;
	std::int64_t of_none = 0;
	std::int64_t pushes = 0;
	std::int64_t pushes_of_none = 0;
	std::int64_t calls = 0;
	std::int64_t calls_of_none = 0;

	[[nodiscard]] std::int64_t extra() const
	{
		return instructions - of_none - static_cast<std::int64_t>(hooks.size());
	}
};

struct IdleCode {
	std::string variant;
	std::vector<FunctionGrowth> functions; // with gates, the most extra instructions first
	std::vector<std::string> not_in_none;  // with gates, but without a namesake: inlined there, or split otherwise
};

// Fails with `kernel-not-built` for either kernel, or what reading them gives.
base::Result<IdleCode> compare_idle_code(const Layout &layout, std::string_view variant);

std::string as_text(const IdleCode &code);

} // namespace matrix::hooks
