// SPDX-License-Identifier: GPL-2.0
//
// Patch series: patches/<name>/<kernel series>/series names the patches in
// order, one a line, '#' starts a comment, and the list may be empty.
//
//   auto folder = choose_series_folder(patches / "bpf-lsm", "6.12");
//   auto series = load_series("bpf-lsm", folder->path);
//   if (auto done = apply_series(*series, tree, runner); !done)
//           show(done.error());   // exit 7, with the hunk
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"
#include "matrix/build/process.h"

namespace matrix::build {

// The series that every tree gets, in this order: folders below patches/.
std::span<const std::string_view> series_table();

struct Series {
	std::string name;              // override-return
	std::filesystem::path folder;  // …/patches/override-return/6.12
	std::vector<std::string> patches;
	std::string checksum;          // SHA-256 over the names and contents in order
};

struct SeriesFolder {
	std::filesystem::path path;
	bool exact = true; // false: of the nearest kernel series; a warning is due
};

// The folder for this kernel series ("6.12"), else the nearest one.
base::Result<SeriesFolder> choose_series_folder(const std::filesystem::path &series, std::string_view kernel);

base::Result<std::vector<std::string>> parse_series(std::string_view text, std::string_view file);
base::Result<Series> load_series(std::string_view name, const std::filesystem::path &folder);

// Applies every patch with no fuzz. A patch that does not apply is found by a
// dry run, so that the tree holds whole patches alone; the error shows the hunk.
base::Result<void> apply_series(const Series &series, const std::filesystem::path &tree, ProcessRunner &runner);

// The text of hunk `number` (from 1) of `file` in a unified diff; empty when
// it has no such hunk. `file` is the path without the a/ or b/ before it.
std::string extract_hunk(std::string_view patch, std::string_view file, unsigned number);

} // namespace matrix::build
