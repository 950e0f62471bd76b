// SPDX-License-Identifier: GPL-2.0
//
// The one kernel tree that every variant is built from: the origin unpacked
// once, and a copy of it with all series applied at build/source/tree. The
// user's tree is only read. The place is always the same and files that did
// not change keep their times, so that after a change of series make and the
// compiler cache redo only what it touched.
//
//   SourcePreparer preparer{layout, runner};
//   auto source = preparer.prepare(option_kernel_src);
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
	base::Result<PreparedSource> prepare(const std::string &kernel_src);

private:
	base::Result<std::filesystem::path> pristine_tree(const Origin &origin);
	base::Result<void> choose_series(PreparedSource &source);
	base::Result<void> patched_tree(const PreparedSource &source);

	const Layout &layout_;
	ProcessRunner &runner_;
};

} // namespace matrix::build
