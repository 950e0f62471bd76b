// SPDX-License-Identifier: GPL-2.0
//
// What hooklab measured on a CPU, read back.
//
//   auto prices = model::load_prices("lab.json");
//   if (!prices) return report(prices.error());
//   double ns = prices->ns("call_retpoline");
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "loader/base/result.h"

namespace matrix::model {

// Of one kind of event, by the names of trace::event_table(); of one operation.
using Events = std::map<std::string, double>;

struct Priced {
	std::string name;
	std::string kind; // part, dispatch, lines
	std::string from; // first-cache, second-cache, memory
	std::string meaning;
	double ns = 0;    // the median of its repetitions
	Events events;    // none where hooklab could not count them
	std::optional<double> cycles{}; // the median, where the CPU's counter could be had
};

struct Prices {
	std::vector<Priced> rows;
	nlohmann::json context;

	[[nodiscard]] const Priced *find(std::string_view name, std::string_view from) const; // nullptr: no such row
	// What parse_prices() made sure of.
	[[nodiscard]] double ns(std::string_view name, std::string_view from = "first-cache") const { return find(name, from)->ns; }
	// The clock while they were measured: of what takes both long enough. Nothing without cycles.
	[[nodiscard]] std::optional<double> cycles_per_ns() const;
};

// Fails with prices-invalid, naming the row and the field, with prices-schema (exit
// 12) for a version that this program does not know, with prices-incomplete where a
// mechanism is missing that the model adds up.
base::Result<Prices> parse_prices(const std::string &text, const std::string &name);

base::Result<Prices> load_prices(const std::filesystem::path &path);

// The file as hooklab wrote it, once it is known that it can be read: what goes into results.
base::Result<nlohmann::json> load_prices_as_written(const std::filesystem::path &path);

} // namespace matrix::model
