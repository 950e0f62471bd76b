// SPDX-License-Identifier: GPL-2.0
//
// The kernel tree that the variants of one kernel are built from: the origin unpacked
// once, and a copy of it with all series applied at build/source/tree, of another
// kernel than the default at build/source/tree-6.1. The user's tree is only read. The
// place is always the same and files that did not change keep their times, so that
// after a change of series make and the compiler cache redo only what it touched.
//
//   SourcePreparer preparer{layout, runner};
//   auto source = preparer.prepare(option_kernel_src);   // or (option_kernel_src, variant->kernel)
//   source->tree;       // build/source/tree
//   source->identity;   // changes with the origin or a series
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "loader/base/result.h"
#include "matrix/build/kernel_version.h"
#include "matrix/build/origin.h"
#include "matrix/build/process.h"
#include "matrix/build/series.h"
#include "matrix/layout.h"

namespace matrix::build {

struct PreparedSource {
	std::filesystem::path pristine; // as the origin has it
	std::filesystem::path tree;     // with the series
	std::string identity;           // SHA-256 of origin and series
	KernelVersion version;
	Origin origin;
	std::vector<Series> series;
	std::vector<std::string> warnings; // untested version, series of another version
};

// The identity that the tree at this place was prepared with; empty for none.
std::string tree_identity(const std::filesystem::path &tree);

class SourcePreparer {
public:
	SourcePreparer(const Layout &layout, ProcessRunner &runner) : layout_(layout), runner_(runner) {}
	// `kernel` is a row of source_table(), empty for the default. Its package is the origin
	// where neither `kernel_src` nor $KERNEL_SRC names one. One that is named may be of any
	// version for the default kernel; another kernel's is to be of its own.
	base::Result<PreparedSource> prepare(const std::string &kernel_src, std::string_view kernel = {});

private:
	base::Result<std::filesystem::path> pristine_tree(const Origin &origin);
	base::Result<void> choose_series(PreparedSource &source);
	base::Result<void> patched_tree(const PreparedSource &source);

	const Layout &layout_;
	ProcessRunner &runner_;
};

} // namespace matrix::build
