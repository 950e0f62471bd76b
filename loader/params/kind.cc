// SPDX-License-Identifier: GPL-2.0
#include "loader/params/kind.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace loader::params {

namespace {

constexpr std::array rows{
	KindRow{Kind::boolean, "bool", 1, "true or false"},
	KindRow{Kind::u16, "u16", 2, "a number"},
	KindRow{Kind::u32, "u32", 4, "a number"},
	KindRow{Kind::u64, "u64", 8, "a number"},
	KindRow{Kind::string, "string", 0, "a string"},
	KindRow{Kind::port, "port", 2, "a port, 0 to 65535"},
	KindRow{Kind::cgroup, "cgroup", 8, "the folder of a cgroup (version 2)"},
	KindRow{Kind::inode, "inode", 16, "the path of a file or folder that exists"},
	KindRow{Kind::cidr, "cidr", address_size, "addresses: 10.0.0.0/8, 2001:db8::/32 or one address"},
};

} // namespace

std::span<const KindRow> kind_table() { return rows; }

const KindRow *find_kind(std::string_view name)
{
	const auto *found = std::ranges::find(rows, name, &KindRow::name);
	return found == rows.end() ? nullptr : found;
}

const KindRow &kind_row(Kind kind) { return *std::ranges::find(rows, kind, &KindRow::kind); }

std::string decode(const Field &field, std::span<const std::byte> bytes)
{
	std::uint64_t value = 0;

	if (field.kind == Kind::string) {
		std::string text;
		for (const std::byte byte : bytes) {
			if (byte == std::byte{0})
				break;
			text += static_cast<char>(byte);
		}
		return fmt::format("\"{}\"", text);
	}
	std::memcpy(&value, bytes.data(), std::min(bytes.size(), sizeof(value)));
	return field.kind == Kind::boolean ? (value != 0 ? "true" : "false") : fmt::format("{}", value);
}

} // namespace loader::params
