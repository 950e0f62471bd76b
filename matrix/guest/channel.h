// SPDX-License-Identifier: GPL-2.0
//
// The protocol between the guest's init and the host, spoken on ttyS1. Each
// frame carries a length and a CRC, so that bytes which kernel messages or a
// dying guest put in between are seen as damage, never as results.
//
//   write(fd, guest::encode_frame(guest::FrameKind::out, sequence++, "hello\n"));
//   guest::FrameParser parser;
//   parser.feed(bytes_from_the_port);
//   while (auto frame = parser.next()) handle(*frame);
//   if (parser.damaged()) // bytes were skipped or a frame is missing
//
// On the wire, little endian: magic "\xf5HMX", kind u16, sequence u16, length
// u32, CRC-32 u32 (of kind, sequence, length and payload), payload.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace matrix::guest {

enum class FrameKind : std::uint16_t {
	hello = 1,      // JSON: what booted; sent before the command starts
	out = 2,        // bytes of the command's standard output
	err = 3,        // bytes of its standard error
	file_begin = 4, // JSON {"path","size"}: a file of /results follows
	file_data = 5,  // bytes of that file
	exit = 6,       // JSON {"status","signal","files"}: the last frame
	fault = 7,      // text: the init itself could not do its job
};

// No frame is longer; a header that claims more is damage.
inline constexpr std::size_t frame_limit = 64 * 1024;
inline constexpr std::size_t frame_header_size = 16;

struct Frame {
	FrameKind kind;
	std::uint16_t sequence;
	std::string payload;
};

// `payload` must not be longer than frame_limit.
std::string encode_frame(FrameKind kind, std::uint16_t sequence, std::string_view payload);

// Takes bytes in any portions and gives whole, checked frames. After damage it
// goes on at the next magic whose frame checks out.
class FrameParser {
public:
	void feed(std::string_view bytes);
	std::optional<Frame> next();

	// No more bytes will come: an incomplete frame is damage, and what stands
	// behind its header is looked through for whole ones.
	void finish() { finished_ = true; }

	// Bytes that belong to no valid frame, so far.
	[[nodiscard]] std::size_t skipped_bytes() const { return skipped_; }
	// Frames whose number is missing in the sequence.
	[[nodiscard]] std::size_t missing_frames() const { return missing_; }
	// Bytes of a frame that has not arrived whole.
	[[nodiscard]] std::size_t pending_bytes() const { return buffer_.size() - start_; }
	[[nodiscard]] bool damaged() const { return skipped_ != 0 || missing_ != 0; }

private:
	void skip(std::size_t count);
	bool find_magic();
	void compact();

	std::string buffer_;
	std::size_t start_ = 0;
	std::size_t skipped_ = 0;
	std::size_t missing_ = 0;
	std::uint16_t expected_ = 0;
	bool finished_ = false;
};

} // namespace matrix::guest
