// SPDX-License-Identifier: GPL-2.0
//
// The kernels that variants are built from: one row for each of Debian's source
// packages. The first is the default: what nobody asks for otherwise.
//
//   const DebianSource *row = find_source("6.1");   // find_source("") is the default
//   unpack(row->tarball);                           // "/usr/src/linux-source-6.1.tar.xz"
//   const fs::path tree = tree_of(layout, row->kernel);   // build/source/tree-6.1
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "loader/base/result.h"
#include "matrix/layout.h"

namespace matrix::build {

struct DebianSource {
	std::string_view kernel;  // the series, as KernelVersion::series() has it: "6.12"
	std::string_view tarball; // a newer point release replaces the file in place
	std::string_view package; // that installs it
};

std::span<const DebianSource> source_table();
// nullptr: there is none. An empty name is the default's.
const DebianSource *find_source(std::string_view kernel);
std::string_view default_kernel();

// Where the patched tree of that kernel lies. Each has its own, so that building
// one kernel does not prepare the source of another anew.
std::filesystem::path tree_of(const Layout &layout, std::string_view kernel);

// How --help calls a kernel's version: "VERSION:{6.12,6.1}".
std::string kernel_version_type();
// The error (usage, exit 2) for a version that has no row, listing them all.
base::Error unknown_kernel(std::string_view kernel);

} // namespace matrix::build
