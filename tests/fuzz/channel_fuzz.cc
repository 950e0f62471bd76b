// SPDX-License-Identifier: GPL-2.0
//
// Any bytes from a guest: no crash, no endless loop, no byte unaccounted for,
// and a frame that comes out is one that encodes to the same bytes.
#include <cstdint>
#include <cstdlib>

#include "matrix/boot/receiver.h"
#include "matrix/guest/channel.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
	using namespace matrix;
	const std::string_view bytes{reinterpret_cast<const char *>(data), size};
	guest::FrameParser parser;
	std::size_t accounted = 0;

	parser.feed(bytes.substr(0, size / 2));
	parser.feed(bytes.substr(size / 2));
	parser.finish();
	while (auto frame = parser.next()) {
		const std::string again = guest::encode_frame(frame->kind, frame->sequence, frame->payload);
		if (bytes.find(again) == std::string_view::npos)
			std::abort();
		accounted += again.size();
	}
	if (accounted + parser.skipped_bytes() + parser.pending_bytes() != size)
		std::abort();

	// What the frames say is not trusted either.
	boot::Receiver receiver;
	boot::GuestReport report;
	boot::Observation seen;
	const std::string_view rest = size > 2 ? bytes.substr(2) : bytes;
	if (size > 2)
		receiver.feed(guest::encode_frame(static_cast<guest::FrameKind>(data[0] % 7 + 1), data[1], rest.substr(0, guest::frame_limit)));
	receiver.feed(bytes);
	receiver.finish();
	receiver.move_into(report, seen);
	return 0;
}
