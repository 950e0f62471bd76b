// SPDX-License-Identifier: GPL-2.0
//
// Hooks that the running release does not have. The object has programs for those of
// the newest kernel that is built.
//
//   if (const std::string why = why_no_hook(programs, "backing_file_alloc"); !why.empty())
//           std::printf("-      %s\n", why.c_str());
#pragma once

#include <string>

#include "tests/guest/conformance/programs.h"

namespace conformance {

// Empty where a program is on it, and where the release should have it.
std::string why_no_hook(const Programs &programs, std::string_view hook);

} // namespace conformance
