// SPDX-License-Identifier: GPL-2.0
#include "bench/command_line.h"

int main(int argc, char **argv) { return bench::command_line(argc, argv); }
