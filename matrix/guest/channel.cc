// SPDX-License-Identifier: GPL-2.0
#include "matrix/guest/channel.h"

#include <zlib.h>

#include <algorithm>

namespace matrix::guest {

namespace {

constexpr std::string_view magic{"\xf5HMX", 4};
// What the CRC covers of the header: kind, sequence and length.
constexpr std::size_t checked_offset = 4;
constexpr std::size_t checked_size = 8;
constexpr std::size_t crc_offset = 12;

void put(std::string &to, std::uint32_t value, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		to.push_back(static_cast<char>(value >> (8 * i) & 0xff));
}

std::uint32_t get(std::string_view from, std::size_t offset, unsigned bytes)
{
	std::uint32_t value = 0;

	for (unsigned i = 0; i < bytes; i++)
		value |= static_cast<std::uint32_t>(static_cast<unsigned char>(from[offset + i])) << (8 * i);
	return value;
}

std::uint32_t checksum(std::string_view header_part, std::string_view payload)
{
	const auto bytes = [](std::string_view text) { return reinterpret_cast<const Bytef *>(text.data()); };
	uLong crc = crc32(0, bytes(header_part), static_cast<uInt>(header_part.size()));

	// zlib takes a null buffer as "give the initial value".
	if (!payload.empty())
		crc = crc32(crc, bytes(payload), static_cast<uInt>(payload.size()));
	return static_cast<std::uint32_t>(crc);
}

bool known(std::uint32_t kind)
{
	return kind >= static_cast<std::uint32_t>(FrameKind::hello) &&
	       kind <= static_cast<std::uint32_t>(FrameKind::fault);
}

} // namespace

std::string encode_frame(FrameKind kind, std::uint16_t sequence, std::string_view payload)
{
	std::string frame{magic};

	put(frame, static_cast<std::uint32_t>(kind), 2);
	put(frame, sequence, 2);
	put(frame, static_cast<std::uint32_t>(payload.size()), 4);
	put(frame, checksum(std::string_view{frame}.substr(checked_offset, checked_size), payload), 4);
	frame.append(payload);
	return frame;
}

void FrameParser::feed(std::string_view bytes)
{
	compact();
	buffer_.append(bytes);
}

void FrameParser::compact()
{
	buffer_.erase(0, start_);
	start_ = 0;
}

void FrameParser::skip(std::size_t count)
{
	start_ += count;
	skipped_ += count;
}

// Skips to the next magic; false when what is left may at most be its beginning.
bool FrameParser::find_magic()
{
	const std::size_t at = buffer_.find(magic, start_);

	if (at != std::string::npos) {
		skip(at - start_);
		return true;
	}
	const std::string_view rest = std::string_view{buffer_}.substr(start_);
	for (std::size_t keep = std::min(rest.size(), magic.size() - 1); keep > 0; keep--) {
		if (magic.starts_with(rest.substr(rest.size() - keep))) {
			skip(rest.size() - keep);
			return false;
		}
	}
	skip(rest.size());
	return false;
}

std::optional<Frame> FrameParser::next()
{
	while (find_magic()) {
		const std::string_view rest = std::string_view{buffer_}.substr(start_);
		if (rest.size() < frame_header_size) {
			if (!finished_)
				return std::nullopt;
			skip(1);
			continue;
		}
		const std::uint32_t kind = get(rest, checked_offset, 2);
		const auto sequence = static_cast<std::uint16_t>(get(rest, checked_offset + 2, 2));
		const std::size_t length = get(rest, checked_offset + 4, 4);
		if (!known(kind) || length > frame_limit) {
			skip(1);
			continue;
		}
		if (rest.size() < frame_header_size + length) {
			if (!finished_)
				return std::nullopt;
			skip(1);
			continue;
		}
		const std::string_view payload = rest.substr(frame_header_size, length);
		if (checksum(rest.substr(checked_offset, checked_size), payload) != get(rest, crc_offset, 4)) {
			skip(1);
			continue;
		}
		missing_ += static_cast<std::uint16_t>(sequence - expected_);
		expected_ = static_cast<std::uint16_t>(sequence + 1);
		Frame frame{static_cast<FrameKind>(kind), sequence, std::string{payload}};
		start_ += frame_header_size + length;
		return frame;
	}
	return std::nullopt;
}

} // namespace matrix::guest
