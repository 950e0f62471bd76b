// SPDX-License-Identifier: GPL-2.0
//
// Files of the shape that hookbench writes on an installed kernel.
//
//   nlohmann::json json = example::bench_json("6.12.117-override", "boot-a");
//   json["context"]["kernel"]["hook_programs"] = 1;
//   native::BenchFile file = example::bench_file(json);
#pragma once

#include <gtest/gtest.h>

#include "matrix/native/bench_file.h"

namespace matrix::example {

// One row of 2 samples; nothing attached, no LSM framework, and securityfs mounted.
inline nlohmann::json bench_json(const std::string &release, const std::string &boot_id, double figure = 100, std::int64_t started_us = 1)
{
	using nlohmann::json;
	const json kernel{{"boot_id", boot_id}, {"cmdline", "quiet"}, {"securityfs", true}, {"lsm", nullptr}, {"hooks_shown", true}, {"hook_programs", 0}};
	const json governor{{"name", "governor"}, {"value", "performance"}, {"warning", ""}, {"hint", ""}};
	json row{{"workload", "eventfd_write"}, {"counter", "nanoseconds"}, {"unit", "nanoseconds/op"}, {"status", "ok"}, {"reason", ""}};

	row["samples"] = json::array({figure, figure});
	return {{"schema_version", 1},
		{"program", "hookbench"},
		{"context", {{"release", release}, {"version", "#1 SMP"}, {"machine", "x86_64"}, {"cpu", "a CPU"}, {"cpus", 4}, {"icount", false},
			     {"node", "here"}, {"started_us", started_us}, {"interrupts", 10}, {"seconds", 2.0}, {"kernel", kernel},
			     {"conditions", json::array({governor})}}},
		{"results", json::array({row})}};
}

inline native::BenchFile bench_file(const nlohmann::json &json, const std::string &name = "boot.json")
{
	auto file = native::parse_bench_file(json.dump(), name);

	EXPECT_TRUE(file) << file.error().to_string();
	return file ? std::move(*file) : native::BenchFile{};
}

} // namespace matrix::example
