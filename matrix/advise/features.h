// SPDX-License-Identifier: GPL-2.0
//
// The rows of features.def: what a kernel without the LSM framework does not have.
#pragma once

#include <span>
#include <string_view>

namespace matrix::advise {

struct Feature {
	std::string_view id;
	std::string_view symbol;
	std::string_view in_use; // a condition: facts.h
	std::string_view name;
	std::string_view without;
	std::string_view instead;
	std::string_view source;
};

std::span<const Feature> feature_table();

// Every condition of every table, for their test.
std::span<const std::string_view> all_conditions();

} // namespace matrix::advise
