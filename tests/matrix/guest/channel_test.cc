// SPDX-License-Identifier: GPL-2.0
#include "matrix/guest/channel.h"

#include <gtest/gtest.h>

namespace matrix::guest {
namespace {

std::string stream()
{
	return encode_frame(FrameKind::hello, 0, "{}") + encode_frame(FrameKind::out, 1, "hello\n") +
	       encode_frame(FrameKind::exit, 2, "{\"status\":0}");
}

TEST(Channel, FramesComeBackWhateverThePortions)
{
	for (const std::size_t portion : {1u, 3u, 17u, 1000u}) {
		const std::string bytes = stream();
		FrameParser parser;
		std::string kinds;
		for (std::size_t at = 0; at < bytes.size(); at += portion) {
			parser.feed(std::string_view{bytes}.substr(at, portion));
			while (auto frame = parser.next())
				kinds += std::to_string(static_cast<int>(frame->kind)) + frame->payload + ";";
		}
		EXPECT_EQ(kinds, "1{};2hello\n;6{\"status\":0};");
		EXPECT_FALSE(parser.damaged());
		EXPECT_EQ(parser.pending_bytes(), 0u);
	}
}

TEST(Channel, AKernelMessageBetweenFramesIsSkippedAndCounted)
{
	FrameParser parser;

	parser.feed("[    0.1] oops\n" + encode_frame(FrameKind::out, 0, "x"));
	ASSERT_TRUE(parser.next());
	EXPECT_EQ(parser.skipped_bytes(), 15u);
	EXPECT_TRUE(parser.damaged());
}

TEST(Channel, EveryFlippedByteIsNoticed)
{
	const std::string good = encode_frame(FrameKind::out, 0, "payload") + encode_frame(FrameKind::out, 1, "next");
	const std::size_t first = good.find("next") - frame_header_size;

	for (std::size_t i = 0; i < first; i++) {
		std::string bytes = good;
		bytes[i] = static_cast<char>(bytes[i] ^ 0x21);
		FrameParser parser;
		std::string seen;
		parser.feed(bytes);
		parser.finish();
		while (auto frame = parser.next())
			seen += frame->payload;
		EXPECT_EQ(seen, "next") << "byte " << i;
		EXPECT_TRUE(parser.damaged()) << "byte " << i;
	}
}

TEST(Channel, AMissingFrameIsCounted)
{
	FrameParser parser;

	parser.feed(encode_frame(FrameKind::out, 0, "a") + encode_frame(FrameKind::out, 2, "c"));
	while (parser.next())
		;
	EXPECT_EQ(parser.missing_frames(), 1u);
}

TEST(Channel, ALengthIsNotTrusted)
{
	std::string bytes = encode_frame(FrameKind::out, 0, "a");
	FrameParser parser;

	bytes[11] = '\x7f'; // claims 2 GiB
	parser.feed(bytes);
	EXPECT_FALSE(parser.next());
	EXPECT_TRUE(parser.damaged());
	EXPECT_LT(parser.pending_bytes(), frame_header_size);
}

TEST(Channel, AFrameThatStopsInTheMiddleIsDamageAtTheEnd)
{
	const std::string bytes = encode_frame(FrameKind::exit, 0, "{\"status\":0}");
	FrameParser parser;

	parser.feed(std::string_view{bytes}.substr(0, bytes.size() - 1));
	EXPECT_FALSE(parser.next());
	EXPECT_FALSE(parser.damaged());
	parser.finish();
	EXPECT_FALSE(parser.next());
	EXPECT_TRUE(parser.damaged());
}

} // namespace
} // namespace matrix::guest
