// SPDX-License-Identifier: GPL-2.0
//
// A parameter file, checked against a policy's schema: names, kinds and ranges. What
// it does not mention keeps the policy's default; what the policy does not know is an
// error, as a protection that nobody gets is worse than none.
//
//   auto values = params::read_values(schema, text, "protect.toml", names);
//   if (!values) …                       // params-syntax, params-unknown, params-value
//   values->scalars[0].bytes → .rodata; values->lists[0].entries → the map
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "loader/base/result.h"
#include "loader/params/names.h"
#include "loader/params/schema.h"

namespace loader::params {

struct ScalarValue {
	std::string name;
	std::size_t offset = 0; // in .rodata
	std::vector<std::byte> bytes;
};

struct ListEntry {
	std::vector<std::byte> key;
	std::vector<std::byte> value;
};

struct ListValue {
	std::string map;
	std::vector<ListEntry> entries;
};

struct Values {
	std::vector<ScalarValue> scalars;
	std::vector<ListValue> lists;
};

base::Result<Values> read_values(const Schema &schema, const std::string &text, const std::string &file, Names &names);

} // namespace loader::params
