// SPDX-License-Identifier: GPL-2.0
//
// Somebody's configuration, made one of a variant: the lines of `hookmatrix advise`, the
// dispatch, and a name of its own, with which the kernel stands beside the other ones.
//
//   const auto lines = package::lines_for(*variant, config, wants, fragments);
//   auto values = package::apply(kbuild, config, lines, {.trim = "lsmod.txt"}, runner);
//   if (!values) return report(values.error());   // exit 6: a line did not stay
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "loader/base/result.h"
#include "matrix/advise/config_file.h"
#include "matrix/build/configure.h"
#include "matrix/build/variants.h"

namespace matrix::package {

// `fragments` are those of the variant; of these, what says how hooks are dispatched.
base::Result<std::vector<build::Setting>> lines_for(const build::Variant &variant, const advise::Config &config, const std::set<std::string> &wants,
						    const std::vector<build::Fragment> &fragments);

// Writes obj/.config: the configuration with the lines, symbols that it does not know at
// their defaults. `trim` (empty: no): a file as lsmod prints it; modules that it does not
// name are left out (the kernel's localmodconfig). Fails with config-audit.
base::Result<build::ConfigValues> apply(const build::Kbuild &kbuild, const advise::Config &config, const std::vector<build::Setting> &lines,
					const std::filesystem::path &trim, build::ProcessRunner &runner);

} // namespace matrix::package
