// SPDX-License-Identifier: GPL-2.0
//
// The program executes itself to see what AT_SECURE says.
//
//   execl("/proc/self/exe", "hookcapable", say_secure, nullptr);
//   WEXITSTATUS(status) == secure      // main() returned secure_status()
#pragma once

#include <sys/auxv.h>

namespace features {

inline constexpr char say_secure[] = "say-secure";

inline constexpr int secure = 70;
inline constexpr int not_secure = 71;

inline int secure_status() { return ::getauxval(AT_SECURE) != 0 ? secure : not_secure; }

} // namespace features
