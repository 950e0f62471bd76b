// SPDX-License-Identifier: GPL-2.0
//
// From a variant to build/kernels/<variant>: source, configuration, compile,
// collect. What is finished and unchanged is not done again.
//
//   KernelBuilder builder{layout, runner, {.variant = find_variant("none"), .jobs = 2}};
//   auto kernel = builder.build();
//   if (!kernel) return report(kernel.error());   // exit codes 2 to 7, 13
//   kernel->folder / "bzImage";
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "loader/base/result.h"
#include "matrix/build/configure.h"
#include "matrix/build/kbuild.h"
#include "matrix/build/metadata.h"
#include "matrix/build/process.h"
#include "matrix/build/progress.h"
#include "matrix/build/source.h"
#include "matrix/build/variants.h"
#include "matrix/layout.h"

namespace matrix::build {

struct BuildOptions {
	const Variant *variant = nullptr;
	std::vector<std::string> extra_fragments; // after those of the variant
	std::string kernel_src;
	std::vector<std::string> targets; // of the kernel's make, in place of the kernel: "fs/open.o", "security/"
	unsigned jobs = 1;
	bool verbose = false;
};

struct BuiltKernel {
	std::filesystem::path folder;
	bool reused = false; // nothing had changed, or it came from the cache
	std::vector<std::string> warnings;
};

class KernelBuilder {
public:
	KernelBuilder(const Layout &layout, ProcessRunner &runner, BuildOptions options)
		: layout_(layout), runner_(runner), options_(std::move(options)) {}

	// With targets, nothing is collected, and `folder` is the build folder.
	base::Result<BuiltKernel> build();
	// Source, .config and audit; returns the path of the .config.
	base::Result<std::filesystem::path> configure();

private:
	base::Result<void> prepare(); // source, fragments, tools: everything that identity() needs
	[[nodiscard]] std::string identity() const;
	base::Result<void> run_seed(ProgressView &view);
	base::Result<void> run_configure(ProgressView &view);
	base::Result<void> run_make(ProgressView &view);
	base::Result<void> collect(ProgressView &view);
	[[nodiscard]] unsigned expected_objects() const;

	const Layout &layout_;
	ProcessRunner &runner_;
	BuildOptions options_;
	Kbuild kbuild_;
	PreparedSource source_;
	std::vector<Fragment> fragments_;
	ToolVersions tools_;
	std::map<std::string, double> seconds_; // per phase
	unsigned objects_ = 0;
	std::string seeded_from_; // the sibling whose objects the folder began with, or empty
};

} // namespace matrix::build
