// SPDX-License-Identifier: GPL-2.0
#include "matrix/cli/verbs.h"

int main(int argc, char **argv) { return matrix::cli::main(argc, argv); }
