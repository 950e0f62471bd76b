// SPDX-License-Identifier: GPL-2.0
//
// The smallest program: a static x86-64 ELF file of one page whose only code is
// exit(0). Executing it costs what execve() costs and no start-up of a C
// library, which would be many times the hooks that are to be seen.
//
//   std::string image = bench::tiny_elf();
//   base::write_file_atomically("exits", image);
#pragma once

#include <string>

namespace bench {

// Dynamic with an interpreter, a path of less than 16 characters.
std::string tiny_elf(const std::string &interpreter = {});

// The same as an interpreter for any kernel. Kernels before 6.7 clear the page of an
// interpreter's last segment from the end of what is in the file, writable or not, and a
// program whose interpreter they cannot clear they kill: its file is the whole page.
std::string tiny_interpreter();

} // namespace bench
