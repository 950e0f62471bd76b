// SPDX-License-Identifier: GPL-2.0
//
// Measures prices with Google Benchmark: each mechanism many times, the repetitions
// of all of them in random order, so that what changes with time changes all.
//
//   auto measured = lab::run({.repetitions = 21, .filter = "list_"});
//   for (const lab::Price &price : measured.prices) print(price.mechanism->name, price.ns);
//   base::write_file_atomically("lab.json", lab::to_json(measured).dump(1));
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "matrix/lab/measure.h"
#include "matrix/lab/schema.h"
#include "matrix/lab/steps.h"

namespace matrix::lab {

struct RunOptions {
	unsigned repetitions = 21;
	std::string filter; // mechanisms with this in their name; empty: all
};

// One mechanism from one place: nanoseconds of one execution, one for each repetition.
struct Price {
	const Mechanism *mechanism = nullptr;
	From from = From::first_cache;
	std::vector<double> ns{};
	std::vector<double> cycles{}; // as many, where the CPU's counter can be had
};

struct Measured {
	std::vector<Price> prices; // in the order of the table
	std::map<std::string, Events> events; // by mechanism; none where they could not be counted
	nlohmann::json context; // the CPU, the conditions, what could not be measured and why
};

// Fails with `lab-incomplete` where a mechanism was not measured as often as asked for.
base::Result<Measured> run(const RunOptions &options);

nlohmann::json to_json(const Measured &measured);

} // namespace matrix::lab
