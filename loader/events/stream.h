// SPDX-License-Identifier: GPL-2.0
//
// The events of a loaded policy as they come.
//
//   auto stream = EventStream::open("/sys/fs/bpf/hookmatrix/audit/1");
//   if (!stream) …                              // events-none: the policy has no events
//   while (!stopped) stream->wait(100ms, [](const nlohmann::ordered_json &event) { … });
//   print(stream->dropped());
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

#include "loader/base/fd.h"
#include "loader/base/result.h"
#include "loader/events/decoder.h"

struct ring_buffer;

namespace loader {

class EventStream {
public:
	using Receiver = std::function<void(const nlohmann::ordered_json &event)>;

	// `pins`: the folder of a loaded policy's links and maps.
	static base::Result<std::unique_ptr<EventStream>> open(const std::filesystem::path &pins);

	// Waits at most `patience` and hands over what is there. Not an error: a signal.
	[[nodiscard]] base::Result<void> wait(std::chrono::milliseconds patience, const Receiver &receive);
	// Hands over what is there, without waiting.
	[[nodiscard]] base::Result<void> drain(const Receiver &receive);
	// Events for which the policy had no room, since it was loaded.
	[[nodiscard]] std::uint64_t dropped() const;
	// Records whose kind the policy's types do not have.
	[[nodiscard]] std::uint64_t unknown() const { return unknown_; }

private:
	struct FreeBtf {
		void operator()(btf *types) const;
	};
	struct FreeRing {
		void operator()(ring_buffer *ring) const;
	};

	EventStream() = default;
	static int receive(void *self, void *record, std::size_t size);

	std::unique_ptr<btf, FreeBtf> types_;
	std::unique_ptr<EventDecoder> decoder_;
	base::Fd map_;
	base::Fd counters_; // the map of .bss; none where the policy counts nothing
	std::unique_ptr<ring_buffer, FreeRing> ring_;
	const Receiver *receiver_ = nullptr;
	std::uint64_t unknown_ = 0;
};

} // namespace loader
