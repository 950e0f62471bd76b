// SPDX-License-Identifier: GPL-2.0
//
// The tests of static keys in a module. It is not linked to its addresses yet,
// so what its jump table says is in the relocations.
//
//   for (const ModuleKeyTest &test : module_key_tests(folder / "modules/fuse.ko"))
//           use(test.key, test.function, test.bytes);
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "loader/base/result.h"

namespace matrix::hooks {

struct ModuleKeyTest {
	std::string key;
	std::string function;     // that the instruction is in
	std::string section;      // of that function
	std::uint64_t offset = 0; // in the section
	std::string bytes;        // the first ones that are there; none outside of the section
};

// Empty when it has none. Fails with `module-unreadable`: what it has for a jump
// table cannot be followed, or it is no ELF file.
base::Result<std::vector<ModuleKeyTest>> module_key_tests(const std::filesystem::path &module);

// The .ko files of a folder, in the order of their names; none when there is no such folder.
std::vector<std::filesystem::path> modules_in(const std::filesystem::path &folder);

} // namespace matrix::hooks
