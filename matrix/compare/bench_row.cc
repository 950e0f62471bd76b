// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/bench_row.h"

#include <cmath>

namespace matrix::compare {

using nlohmann::json;

void fill(Cell &cell, const json &row)
{
	const json status = row.value("status", json{});
	const json reason = row.value("reason", json{});

	cell.reason = reason.is_string() ? reason.get<std::string>() : "";
	if (status == "skipped") {
		cell.status = "skipped";
	} else if (status == "ok" && row.contains("samples") && row["samples"].is_array()) {
		for (const json &sample : row["samples"]) {
			if (sample.is_number() && std::isfinite(sample.get<double>()) && sample.get<double>() >= 0)
				cell.samples.push_back(sample.get<double>());
		}
		cell.status = cell.samples.empty() ? "failed" : "ok";
	}
	if (!cell.ok() && cell.reason.empty())
		cell.reason = "hookbench gave no samples and no reason";
}

} // namespace matrix::compare
