// SPDX-License-Identifier: GPL-2.0
// Records of events hold what processes chose: whatever it is, the answer is an event
// of a known kind on one line, or none.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

#include "loader/events/decoder.h"
#include "tests/loader/made_types.h"

namespace {

void show(const loader::EventDecoder &decoder, std::span<const std::uint8_t> record)
{
	const auto event = decoder.decode(std::as_bytes(record));

	if (!event)
		return;
	const std::string &kind = event->at("kind").get_ref<const std::string &>();
	const std::string line = loader::event_line(*event);
	if ((kind != "seen" && kind != "other") || std::ranges::any_of(line, [](char c) { return static_cast<unsigned char>(c) < ' '; }))
		std::abort();
	(void)nlohmann::json::parse(event->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
	static const loader::MadeTypes types = loader::policy_types();
	static const loader::EventDecoder decoder(*types.get());
	constexpr std::size_t kind = 8; // its offset in a record
	std::vector<std::uint8_t> whole(128);

	show(decoder, {data, size});
	// The same as one that is long enough, of the first kind or the second.
	std::copy_n(data, std::min(size, whole.size()), whole.begin());
	for (std::uint8_t i = 0; i < 2; i++) {
		whole[kind] = i;
		std::fill_n(whole.begin() + kind + 1, 3, std::uint8_t{0});
		show(decoder, whole);
	}
	return 0;
}
