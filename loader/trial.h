// SPDX-License-Identifier: GPL-2.0
//
// Whether libbpf comes to an end with an object, tried in a process of its own. libbpf
// 1.1 takes for granted what compilers write, and crashes or never ends on damaged types
// and sections, which are more than could be looked for beforehand.
//
//   if (auto ended = try_to_open("audit", bytes); !ended) …   // object-damaged
//   auto object = PolicyObject::from_bytes("audit", bytes);
#pragma once

#include <string>
#include <string_view>

#include "loader/base/result.h"

namespace loader {

// Forks, and waits for the child. An error of the object itself is no failure here:
// whoever opens it after this gets it.
base::Result<void> try_to_open(const std::string &name, std::string_view bytes);

} // namespace loader
