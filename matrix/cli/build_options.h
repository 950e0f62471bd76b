// SPDX-License-Identifier: GPL-2.0
//
// The options that `build` and `config` share.
//
//   auto options = std::make_shared<BuildCommand>();
//   add_build_options(*verb, *options);
//   auto wanted = resolve(*options, context.verbose);
//   if (!wanted) return report(wanted.error());   // exit 2 lists the variants
//   for (const build::BuildOptions &one : *wanted) …
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "loader/base/result.h"
#include "matrix/build/kernel.h"

namespace matrix::cli {

struct BuildCommand {
	std::string variant;
	std::string dispatch; // empty: the default of the variant
	std::string kernel;   // what it is built from, a version; empty: the default
	bool all = false;
	bool checked = false; // with all: without those that are left to `make check-full`
	std::vector<std::string> fragments; // --fragment, after those of the variant
	std::string kernel_src;
	unsigned jobs = 0; // 0: one per processor
	std::vector<std::string> targets; // --target, of `build` alone
};

void add_build_options(CLI::App &verb, BuildCommand &command);

// --kernel-version, of verbs that take a variant or a source.
void add_kernel_version(CLI::App &verb, std::string &kernel);

// One entry per kernel that is wanted.
base::Result<std::vector<build::BuildOptions>> resolve(const BuildCommand &command, bool verbose);

} // namespace matrix::cli
