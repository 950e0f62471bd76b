// SPDX-License-Identifier: GPL-2.0
//
// A file of hookbench, from a machine on which nothing else of the project needs to be.
//
//   auto file = native::load_bench_file("boot-1.json");
//   if (!file) return report(file.error());
//   use(file->release, file->boot_id, file->rows);
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "loader/base/result.h"

namespace matrix::native {

struct BenchFile {
	std::string name;
	std::string release; // of the kernel, as uname(1) says it
	std::string version;
	std::string cpu;
	std::string boot_id;
	std::int64_t started_us = 0;
	bool securityfs = false;          // was mounted, so that what was not there is not there
	std::optional<std::string> lsm;   // the list of LSMs
	bool hooks_shown = false;         // the kernel has hooks for programs, and a file that shows them
	std::optional<unsigned> programs; // on them; nothing: it could not be read
	nlohmann::json context;           // as it is
	nlohmann::json rows;              // a list of objects with workload, counter and unit
};

// Fails with bench-invalid, naming the field; bench-schema (exit 12) for another version;
// bench-not-timed for one of --icount, whose counts are those of an emulator.
base::Result<BenchFile> parse_bench_file(const std::string &text, const std::string &name);

base::Result<BenchFile> load_bench_file(const std::filesystem::path &path);

} // namespace matrix::native
