// SPDX-License-Identifier: GPL-2.0
//
// The command line of hookbench. main() is a call of this and nothing else.
//
//   hookbench list --json
//   hookbench run --samples 20 pipe stat
//   hookbench run --icount --output /results/bench.json
//   int status = bench::command_line(argc, argv);
#pragma once

namespace bench {

int command_line(int argc, char **argv);

} // namespace bench
