// SPDX-License-Identifier: GPL-2.0
//
// The errors of a workload's set_up().
//
//   if (::pipe2(fds, O_CLOEXEC) != 0)
//           return set_up_failed("create a pipe");
#pragma once

#include <cerrno>
#include <string>

#include "loader/base/result.h"

namespace bench {

// From errno. What this kernel has not got or does not permit is `not_here`.
tl::unexpected<base::Error> set_up_failed(std::string action, std::string object = {});

} // namespace bench
