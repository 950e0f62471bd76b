// SPDX-License-Identifier: GPL-2.0
//
// Runs a command and waits for it as a shell would: SIGINT, SIGTERM, SIGHUP and
// SIGQUIT go to the command, its status is ours (128 + signal when one killed
// it). Until it ends this process sleeps in one system call.
//
//   auto status = loader::run_command({"sh", "-c", "exit 3"});
//   return status ? *status : 125;  // 3
#pragma once

#include <string>
#include <vector>

#include "loader/base/result.h"

namespace loader {

base::Result<int> run_command(const std::vector<std::string> &argv);

} // namespace loader
