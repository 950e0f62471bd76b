// SPDX-License-Identifier: GPL-2.0
//
// The code of the LSM framework's functions in a built kernel: security_*() of the
// hooks. How they are told from others: each calls a callback of its hook, or walks
// the callbacks of it.
//
//   auto code = read_lsm_code(layout, "bpf-lsm-jump-table");
//   if (!code) return report(code.error());
//   std::cout << as_text(*code);
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"
#include "matrix/hooks/empty_path.h"
#include "matrix/layout.h"

namespace matrix::hooks {

struct LsmFunction {
	std::string name;
	std::uint64_t bytes = 0;
	CallSites sites;
	std::optional<EmptyPath> empty; // not where a callback is called in any case
};

struct LsmCode {
	std::string variant;
	std::string dispatch;
	std::vector<LsmFunction> functions; // by name
	std::uint64_t bytes = 0;            // of all of them
	unsigned rungs = 0;                 // of a ladder: CONFIG_SECURITY_LADDER_CALLS
};

// Fails with `kernel-not-built`, `vmlinux-unreadable`, or `no-lsm` on a kernel
// without the framework.
base::Result<LsmCode> read_lsm_code(const Layout &layout, std::string_view variant);

// Why a function of this dispatch has indirect calls; empty: it is to have none.
std::string why_indirect(const LsmCode &code, const LsmFunction &function);

// Functions with indirect calls and without a reason for them.
std::vector<std::string> not_direct(const LsmCode &code);

std::string as_text(const LsmCode &code);
nlohmann::json as_json(const LsmCode &code);

} // namespace matrix::hooks
