// SPDX-License-Identifier: GPL-2.0
#include "loader/params/encode.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstring>
#include <optional>

namespace loader::params {

namespace {

using Answer = tl::expected<Encoded, std::string>;

constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

Encoded from_number(std::uint64_t number, std::size_t size)
{
	Encoded encoded;

	encoded.bytes.resize(size);
	std::memcpy(encoded.bytes.data(), &number, size); // little endian, as BPF here
	return encoded;
}

Answer number(const Field &field, const toml::value &value, Names & /*names*/)
{
	if (!value.is_integer())
		return tl::unexpected(fmt::format("must be a number, {} to {}", field.least, field.most));
	const std::int64_t given = value.as_integer();
	if (given < 0 || static_cast<std::uint64_t>(given) < field.least || static_cast<std::uint64_t>(given) > field.most)
		return tl::unexpected(fmt::format("is {}, and may be {} to {}", given, field.least, field.most));
	return from_number(static_cast<std::uint64_t>(given), field.size);
}

Answer boolean(const Field &field, const toml::value &value, Names & /*names*/)
{
	if (!value.is_boolean())
		return tl::unexpected(std::string{"must be true or false"});
	return from_number(value.as_boolean() ? 1 : 0, field.size);
}

tl::expected<std::string, std::string> text_of(const Field &field, const toml::value &value)
{
	if (!value.is_string())
		return tl::unexpected(fmt::format("must be a string: {}", kind_row(field.kind).meaning));
	std::string text = value.as_string().str;
	if (text.find('\0') != std::string::npos)
		return tl::unexpected(std::string{"has a NUL in it"});
	return text;
}

Answer string(const Field &field, const toml::value &value, Names & /*names*/)
{
	const auto text = text_of(field, value);
	Encoded encoded;

	if (!text)
		return tl::unexpected(text.error());
	if (text->size() >= field.size)
		return tl::unexpected(fmt::format("has {} bytes, and there is room for {}", text->size(), field.size - 1));
	encoded.bytes.resize(field.size);
	std::memcpy(encoded.bytes.data(), text->data(), text->size());
	return encoded;
}

tl::expected<FileIdentity, std::string> identity(const Field &field, const toml::value &value, Names &names)
{
	const auto path = text_of(field, value);

	if (!path)
		return tl::unexpected(path.error());
	// A relative path means another file in another folder.
	if (!path->starts_with('/'))
		return tl::unexpected(fmt::format("is '{}', and must begin with '/'", *path));
	auto found = names.identify(*path);
	if (!found)
		return tl::unexpected(fmt::format("names '{}': {}", *path, found.error()));
	if (field.kind == Kind::cgroup && !found->on_cgroup2)
		return tl::unexpected(fmt::format("names '{}', which is no folder of a cgroup (version 2)", *path));
	return found;
}

// cgroup_id() is the inode's number where numbers have 64 bits.
Answer cgroup(const Field &field, const toml::value &value, Names &names)
{
	const auto found = identity(field, value, names);
	return found ? Answer{from_number(found->inode, field.size)} : Answer{tl::unexpected(found.error())};
}

Answer inode(const Field &field, const toml::value &value, Names &names)
{
	const auto found = identity(field, value, names);
	Encoded encoded;

	if (!found)
		return tl::unexpected(found.error());
	encoded.bytes.resize(field.size);
	std::memcpy(encoded.bytes.data(), &found->device, sizeof(found->device));
	std::memcpy(encoded.bytes.data() + sizeof(found->device), &found->inode, sizeof(found->inode));
	return encoded;
}

bool bits_are_zero(std::span<const std::byte> bytes, unsigned from)
{
	for (unsigned bit = from; bit < bytes.size() * 8; bit++)
		if ((bytes[bit / 8] & (std::byte{0x80} >> (bit % 8))) != std::byte{0})
			return false;
	return true;
}

std::optional<unsigned> prefix_length(std::string_view text, unsigned most)
{
	unsigned length = 0;
	const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);

	if (error != std::errc{} || end != text.data() + text.size() || length > most)
		return std::nullopt;
	return length;
}

Answer cidr(const Field &field, const toml::value &value, Names & /*names*/)
{
	const auto text = text_of(field, value);
	Encoded encoded;

	if (!text)
		return tl::unexpected(text.error());
	encoded.bytes.resize(address_size);
	const std::size_t slash = text->find('/');
	const std::string address = text->substr(0, slash);
	const bool is_v4 = address.find(':') == std::string::npos;
	const unsigned before = is_v4 ? unsigned{mapped_prefix.size()} * 8 : 0;
	if (is_v4)
		std::memcpy(encoded.bytes.data(), mapped_prefix.data(), mapped_prefix.size());
	if (::inet_pton(is_v4 ? AF_INET : AF_INET6, address.c_str(), encoded.bytes.data() + before / 8) != 1)
		return tl::unexpected(fmt::format("is '{}', which is no IPv4 or IPv6 address", *text));

	encoded.prefix_bits = address_size * 8;
	if (slash != std::string::npos) {
		const auto length = prefix_length(std::string_view(*text).substr(slash + 1), is_v4 ? 32 : 128);
		if (!length)
			return tl::unexpected(fmt::format("is '{}': after the slash stands 0 to {}", *text, is_v4 ? 32 : 128));
		encoded.prefix_bits = before + *length;
	}
	if (!bits_are_zero(encoded.bytes, encoded.prefix_bits))
		return tl::unexpected(fmt::format("is '{}', which has bits set behind its prefix", *text));
	return encoded;
}

using Encoder = Answer (*)(const Field &, const toml::value &, Names &);

Encoder encoder_of(Kind kind)
{
	switch (kind) {
	case Kind::boolean: return boolean;
	case Kind::string: return string;
	case Kind::cgroup: return cgroup;
	case Kind::inode: return inode;
	case Kind::cidr: return cidr;
	case Kind::u16:
	case Kind::u32:
	case Kind::u64:
	case Kind::port: break;
	}
	return number;
}

} // namespace

Answer encode(const Field &field, const toml::value &value, Names &names)
{
	return encoder_of(field.kind)(field, value, names);
}

} // namespace loader::params
