// SPDX-License-Identifier: GPL-2.0
#include "loader/params/encode.h"

#include <gmock/gmock.h>

#include <fmt/format.h>

#include "tests/loader/params/fake_names.h"

namespace loader::params {
namespace {

using testing::HasSubstr;

Field field(Kind kind, std::size_t size, std::uint64_t least = 0, std::uint64_t most = 65535)
{
	return {.name = "x", .kind = kind, .least = least, .most = most, .help = {}, .offset = 0, .size = size};
}

std::string hex(const Encoded &encoded)
{
	std::string text;
	for (const std::byte byte : encoded.bytes)
		text += fmt::format("{:02x}", static_cast<unsigned>(byte));
	return text;
}

// "bytes" or "error: sentence".
std::string encode_text(const Field &field, const std::string &text)
{
	FakeNames names;
	const auto root = base::parse_toml("x = " + text + "\n", "test");
	if (!root)
		return "syntax: " + root.error();
	const auto encoded = encode(field, root->at("x"), names);
	if (!encoded)
		return "error: " + encoded.error();
	return hex(*encoded) + (encoded->prefix_bits != 0 ? fmt::format("/{}", encoded->prefix_bits) : "");
}

TEST(Encode, Numbers)
{
	EXPECT_EQ(encode_text(field(Kind::u32, 4), "258"), "02010000");
	EXPECT_EQ(encode_text(field(Kind::u64, 8, 0, 1U << 30), "1"), "0100000000000000");
	EXPECT_EQ(encode_text(field(Kind::port, 2), "443"), "bb01");
	EXPECT_EQ(encode_text(field(Kind::u32, 4, 1, 32), "64"), "error: is 64, and may be 1 to 32");
	EXPECT_EQ(encode_text(field(Kind::u32, 4, 1, 32), "0"), "error: is 0, and may be 1 to 32");
	EXPECT_EQ(encode_text(field(Kind::u32, 4), "-1"), "error: is -1, and may be 0 to 65535");
	EXPECT_EQ(encode_text(field(Kind::port, 2), "65536"), "error: is 65536, and may be 0 to 65535");
	EXPECT_THAT(encode_text(field(Kind::u32, 4), "\"1\""), HasSubstr("must be a number"));
	EXPECT_THAT(encode_text(field(Kind::u32, 4), "1.5"), HasSubstr("must be a number"));
}

TEST(Encode, Booleans)
{
	EXPECT_EQ(encode_text(field(Kind::boolean, 1), "true"), "01");
	EXPECT_EQ(encode_text(field(Kind::boolean, 1), "false"), "00");
	EXPECT_EQ(encode_text(field(Kind::boolean, 1), "1"), "error: must be true or false");
}

TEST(Encode, StringsKeepRoomForTheirEnd)
{
	EXPECT_EQ(encode_text(field(Kind::string, 4), "\"abc\""), "61626300");
	EXPECT_EQ(encode_text(field(Kind::string, 4), "\"abcd\""), "error: has 4 bytes, and there is room for 3");
	EXPECT_EQ(encode_text(field(Kind::string, 8), "\"a\\u0000b\""), "error: has a NUL in it");
	EXPECT_THAT(encode_text(field(Kind::string, 4), "7"), HasSubstr("must be a string"));
}

TEST(Encode, Paths)
{
	EXPECT_EQ(encode_text(field(Kind::inode, 16), "\"/etc/shadow\""), "01008000000000004d00000000000000");
	EXPECT_EQ(encode_text(field(Kind::cgroup, 8), "\"/cg/web\""), "3412000000000000");
	EXPECT_EQ(encode_text(field(Kind::inode, 16), "\"/gone\""), "error: names '/gone': No such file or directory");
	EXPECT_EQ(encode_text(field(Kind::inode, 16), "\"etc/shadow\""), "error: is 'etc/shadow', and must begin with '/'");
	EXPECT_THAT(encode_text(field(Kind::cgroup, 8), "\"/etc/shadow\""), HasSubstr("no folder of a cgroup"));
}

TEST(Encode, Addresses)
{
	const Field cidr = field(Kind::cidr, 16);

	EXPECT_EQ(encode_text(cidr, "\"10.0.0.0/8\""), "00000000000000000000ffff0a000000/104");
	EXPECT_EQ(encode_text(cidr, "\"127.0.0.1\""), "00000000000000000000ffff7f000001/128");
	EXPECT_EQ(encode_text(cidr, "\"2001:db8::/32\""), "20010db8000000000000000000000000/32");
	EXPECT_EQ(encode_text(cidr, "\"0.0.0.0/0\""), "00000000000000000000ffff00000000/96");
	EXPECT_EQ(encode_text(cidr, "\"::/0\""), "00000000000000000000000000000000");
	EXPECT_THAT(encode_text(cidr, "\"10.0.0.1/8\""), HasSubstr("bits set behind its prefix"));
	for (const char *wrong : {"\"10.0.0.0/33\"", "\"10.0.0.0/\"", "\"10.0.0.0/-1\"", "\"::/129\"", "\"10.0.0.0/8x\""})
		EXPECT_THAT(encode_text(cidr, wrong), HasSubstr("after the slash")) << wrong;
	for (const char *wrong : {"\"10.0.0\"", "\"\"", "\"host\"", "\"::ffff:g\""})
		EXPECT_THAT(encode_text(cidr, wrong), HasSubstr("no IPv4 or IPv6 address")) << wrong;
}

} // namespace
} // namespace loader::params
