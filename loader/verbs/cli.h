// SPDX-License-Identifier: GPL-2.0
//
// The command line of hookload: one function per verb over the library.
//
//   int main(int argc, char **argv) { return loader::hookload_main(argc, argv); }
#pragma once

namespace loader {

int hookload_main(int argc, char **argv);

} // namespace loader
