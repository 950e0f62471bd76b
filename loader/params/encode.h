// SPDX-License-Identifier: GPL-2.0
//
// From a value of a parameter file to the bytes that the policy's program reads.
//
//   auto bytes = params::encode(field, value, names);
//   if (!bytes) wrong(bytes.error());          // "is 64, and may be 1 to 32"
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "loader/base/toml.h"
#include "loader/params/kind.h"
#include "loader/params/names.h"

namespace loader::params {

struct Encoded {
	std::vector<std::byte> bytes; // as many as the field's size
	unsigned prefix_bits = 0;     // of a cidr, counted in its own bytes
};

// The error is a sentence about the value.
tl::expected<Encoded, std::string> encode(const Field &field, const toml::value &value, Names &names);

} // namespace loader::params
