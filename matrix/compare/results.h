// SPDX-License-Identifier: GPL-2.0
//
// The results of a run: what matrix.json holds (docs/matrix.schema.json), read
// and written here and nowhere else.
//
//   auto results = compare::parse_results(text, "matrix.json");
//   if (!results) return report(results.error());
//   for (const compare::Cell &cell : results->cells)
//           if (cell.ok()) use(cell.workload, cell.median());
#pragma once

#include <compare>
#include <filesystem>
#include <string>
#include <tuple>
#include <vector>

#include <nlohmann/json.hpp>

#include "loader/base/result.h"

namespace matrix::compare {

inline constexpr int results_schema_version = 1;

// The kernel and what is attached to it: what a column of the report is.
struct Configuration {
	std::string variant; // with the version of another kernel than the default: "override-6.1"
	std::string dispatch;
	std::string stack;
	std::string scenario;

	auto operator<=>(const Configuration &) const = default;
};

// The end of a variant's name that says which kernel it is of: "-6.1" of "override-6.1";
// empty for the default kernel.
std::string kernel_suffix(const std::string &variant);

// How results of hookbench on installed kernels stand in them, where others have what a guest
// ran under.
inline constexpr const char *native_accelerator = "native";

struct Cell {
	Configuration configuration;
	std::string workload;
	std::string counter;
	std::string unit;
	std::string accelerator;
	std::vector<double> samples; // raw, in the order in which they were taken
	std::string status = "failed"; // ok, skipped, failed
	std::string reason;            // why it is not ok
	unsigned boot = 1;             // which boot of an A/A pair
	unsigned programs_attached = 0;
	std::string node;              // the machine of a cluster that it was booted on; empty: not said

	[[nodiscard]] bool ok() const { return status == "ok"; }
	[[nodiscard]] double median() const;
	[[nodiscard]] bool counted() const { return accelerator == "tcg-icount"; } // exactly, unlike times
	[[nodiscard]] bool steady() const; // ok, and its samples have one mode (exactness.h)
};

struct Results {
	nlohmann::json context = nlohmann::json::object();
	std::vector<Cell> cells;
};

// The processor that they were measured on; empty: not said.
std::string cpu_of(const Results &results);

// Fails with results-invalid, naming the cell and the field, or with
// results-schema (exit 12) for a version that this program does not know.
base::Result<Results> parse_results(const std::string &text, const std::string &name);

base::Result<Results> load_results(const std::filesystem::path &path);

// median, min, max and, of counts, exact are written beside the samples, derived from them.
nlohmann::json to_json(const Results &results);

} // namespace matrix::compare
