// SPDX-License-Identifier: GPL-2.0
//
// Why a hook that takes a program has no trigger.
#pragma once

#include <string_view>

namespace conformance {

// Empty for a hook that should have one.
std::string_view why_without_trigger(std::string_view hook);

} // namespace conformance
