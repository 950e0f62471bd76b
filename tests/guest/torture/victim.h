// SPDX-License-Identifier: GPL-2.0
//
// Processes that programs refuse: each triggers one hook, by the system calls of
// the conformance test, and takes the answer as it comes. So refusals happen on
// every path, and what a refusal leaves behind is there to be found.
//
//   run_victims(world, random);   // until the run stops
#pragma once

#include "tests/guest/torture/session.h"

namespace torture {

void run_victims(World &world, Random &random);

} // namespace torture
