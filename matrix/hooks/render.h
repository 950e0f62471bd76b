// SPDX-License-Identifier: GPL-2.0
//
// A hook table for people (text), for docs (Markdown), for programs (JSON).
//
//   std::cout << as_text(table);
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "matrix/hooks/hook_table.h"

namespace matrix::hooks {

std::string as_text(const HookTable &table);

// Without what depends on the compiler: in how many functions a gate stands.
std::string as_markdown(const HookTable &table);

nlohmann::json as_json(const HookTable &table);

} // namespace matrix::hooks
