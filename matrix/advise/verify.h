// SPDX-License-Identifier: GPL-2.0
//
// Holds a fragment against the Kconfig files of a kernel's source: the configuration with
// the fragment goes through `make olddefconfig`, and every line has to stay.
//
//   auto verdict = advise::verify(layout, tree, config, advice.fragment, runner);
//   auto values = advise::configure(kbuild, config, lines, runner);   // writes obj/.config
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "loader/base/result.h"
#include "matrix/advise/config_file.h"
#include "matrix/build/configure.h"
#include "matrix/build/process.h"
#include "matrix/layout.h"

namespace matrix::advise {

// obj/.config of a configuration with further lines, and what Kconfig made of them.
base::Result<build::ConfigValues> configure(const build::Kbuild &kbuild, const Config &config, const std::vector<build::Setting> &lines, build::ProcessRunner &runner);

struct Verdict {
	std::size_t lines = 0;
	std::string lost; // empty: all stayed; else which did not, and why
};

base::Result<Verdict> verify(const Layout &layout, const std::filesystem::path &tree, const Config &config, const std::vector<std::string> &fragment,
			     build::ProcessRunner &runner);

} // namespace matrix::advise
