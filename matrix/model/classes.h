// SPDX-License-Identifier: GPL-2.0
//
// The table of what an operation is made of, for a model: how many of each, from
// exact events, and between which prices one of them lies.
//
//   for (const model::Class &row : model::class_table())
//           sum += row.count(events) * row.price(prices).low;
#pragma once

#include <span>
#include <string_view>

#include "matrix/model/prices.h"

namespace matrix::model {

// Nanoseconds: among other code, and among more of the same.
struct Range {
	double low = 0;
	double high = 0;
};

// What of a CPU it takes. Those of different resources go on at once, if nothing
// waits for anything; after a surprise all starts again.
enum class Resource { issue, loads, stores, branches, surprises };

struct Class {
	std::string_view name;
	Resource resource;
	std::string_view meaning; // how it is counted and priced, for a reader
	double (*count)(const Events &);
	Range (*price)(const Prices &);
};

std::span<const Class> class_table();

// The events that counts are made of.
std::span<const std::string_view> needed_events();

struct Needed {
	std::string_view name;
	std::string_view from;
};

std::span<const Needed> needed_prices();

// Calls without a return, of which an operation has more than of returns: their price is another.
double unpaired_calls(const Events &events);

} // namespace matrix::model
