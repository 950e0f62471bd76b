// SPDX-License-Identifier: GPL-2.0
#include "loader/verbs/cli.h"

int main(int argc, char **argv) { return loader::hookload_main(argc, argv); }
