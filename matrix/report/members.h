// SPDX-License-Identifier: GPL-2.0
//
// What stands in a result's context, in which somebody else's file may have anything.
//
//   text_of(row, "kernel");      // "override"; "?" where there is no text
//   number_of(row, "hooks");     // "256"; nothing where there is no number
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace matrix::report {

std::string text_of(const nlohmann::json &row, const char *key);
std::string number_of(const nlohmann::json &row, const char *key);

} // namespace matrix::report
