// SPDX-License-Identifier: GPL-2.0
//
// Is what a program says at a hook what the caller of the system call gets? hookconform
// asks for each hook in a guest (tests/guest/README.md); the verdicts of the kernels of a
// set are put beside each other.
//
//   nlohmann::json all = collect::conformance(layout, {"override", "bpf-lsm-list"}, runner, false, log, progress).value();
//   all[0]["verdicts"]["file_open: open(2)"];   // "EPERM"
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "matrix/collect/progress.h"
#include "matrix/collect/runner.h"
#include "matrix/layout.h"

namespace matrix::collect {

// An array of `kernel`, `status` and either `hooks` (with a program), `told`, `failures` and
// `verdicts` (trigger to errno, or what was wrong), or `reason`. Kept as boots are. An
// interruption is the only error.
base::Result<nlohmann::json> conformance(const Layout &layout, const std::vector<std::string> &kernels, GuestRunner &runner, bool fresh,
					 std::ostream &log, Progress &progress);

} // namespace matrix::collect
