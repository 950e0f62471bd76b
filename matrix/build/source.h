// SPDX-License-Identifier: GPL-2.0
//
// The one kernel tree that every variant is built from: the origin unpacked
// once, a copy of it with all series applied, and build/source/tree pointing
// there. The user's tree is only read.
//
//   SourcePreparer preparer{layout, runner};
//   auto source = preparer.prepare(option_kernel_src);
//   source->tree;       // build/source/linux-6.12.117-1a2b3c4d5e6f
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

class SourcePreparer {
public:
	SourcePreparer(const Layout &layout, ProcessRunner &runner) : layout_(layout), runner_(runner) {}
	base::Result<PreparedSource> prepare(const std::string &kernel_src);

private:
	base::Result<std::filesystem::path> pristine_tree(const Origin &origin);
	base::Result<void> choose_series(PreparedSource &source);
	base::Result<void> patched_tree(const PreparedSource &source);
	base::Result<void> point_to(const std::filesystem::path &tree);

	const Layout &layout_;
	ProcessRunner &runner_;
};

} // namespace matrix::build
