// SPDX-License-Identifier: GPL-2.0
//
// The kinds of a policy's parameters, one row each, and the places of such values in a
// policy's memory.
//
//   const KindRow *row = find_kind("port");    // 2 bytes, "a port, 0 to 65535"
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace loader::params {

inline constexpr std::size_t address_size = 16; // bytes of an IPv6 address

enum class Kind { boolean, u16, u32, u64, string, port, cgroup, inode, cidr };

struct KindRow {
	Kind kind;
	std::string_view name;
	std::size_t size; // of its bytes; 0: any (a string)
	std::string_view meaning;
};

std::span<const KindRow> kind_table();
const KindRow *find_kind(std::string_view name);
const KindRow &kind_row(Kind kind);

// A place in a policy's memory: a global, or a member of a map's key or value.
struct Field {
	std::string name;
	Kind kind = Kind::u32;
	std::uint64_t least = 0; // of a number
	std::uint64_t most = 0;
	std::string help;
	std::size_t offset = 0;
	std::size_t size = 0;
};

// The bytes as they would stand in a parameter file; for defaults.
std::string decode(const Field &field, std::span<const std::byte> bytes);

} // namespace loader::params
