// SPDX-License-Identifier: GPL-2.0
//
// Files of hookbench, measured on installed kernels, as one set of results. Files of one
// configuration are its boots, in the order in which they were measured; files of one boot
// are one boot, for a boot is one observation.
//
//   auto imported = native::import_files(files, {}, "hookmatrix import …");
//   if (!imported) return report(imported.error());
//   base::write_file_atomically("native.json", compare::to_json(imported->results).dump(1));
#pragma once

#include <string>
#include <vector>

#include "matrix/compare/results.h"
#include "matrix/native/bench_file.h"
#include "matrix/native/configuration.h"

namespace matrix::native {

struct Imported {
	compare::Results results;
	std::vector<std::string> lines; // "override gate - idle: 5 boots", in the order of the files
	std::vector<std::string> notes; // what somebody who compares them should know
};

// Fails as configuration_of() does, and with cpus-differ (exit 12) for files of two processors,
// and nothing-measured where no row of no file has a figure.
base::Result<Imported> import_files(const std::vector<BenchFile> &files, const Given &given, const std::string &command);

} // namespace matrix::native
