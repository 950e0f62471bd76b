// SPDX-License-Identifier: GPL-2.0
//
// Which symbols of a configuration the Kconfig files of a kernel's source do not define.
// There are some wherever the configuration is of another release or of a vendor's kernel:
// Kconfig leaves them out.
//
//   const UnknownSymbols unknown = unknown_symbols(config, "build/source/tree");
//   unknown.set;      // {"SECURITY_PATH_X", …}: set, and not defined
//   unknown.reason;   // why nothing was looked at; empty: it was
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "matrix/advise/config_file.h"

namespace matrix::advise {

struct UnknownSymbols {
	std::string kernel; // "Linux 6.12.117 (x86)"
	Release release; // of the source
	std::string reason = "no source was named"; // why nothing was looked at
	std::string next; // what to do about that
	std::size_t settings = 0;     // symbols that are set to something else than n
	std::vector<std::string> set; // of these; those that are near to what is decided here come first
	std::vector<std::string> off; // n in the configuration: nothing changes without them

	[[nodiscard]] bool looked() const { return reason.empty(); }
};

UnknownSymbols unknown_symbols(const Config &config, const std::filesystem::path &tree);

// The names in one sentence, the first of them and how many more there are.
std::string some_of(const std::vector<std::string> &names);

} // namespace matrix::advise
