// SPDX-License-Identifier: GPL-2.0
#include "loader/events/stream.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "loader/errors.h"
#include "loader/libbpf_log.h"
#include "loader/pins/own_mount.h"
#include "loader/pins/pins.h"

namespace loader {

namespace fs = std::filesystem;

namespace {

// The BTF that the policy's programs were loaded with.
btf *types_of(const fs::path &pins)
{
	for (const std::string &name : entries(pins)) {
		if (!name.starts_with(link_pin_prefix))
			continue;
		const base::Fd link{bpf_obj_get((pins / name).c_str())};
		bpf_link_info link_info{};
		unsigned size = sizeof(link_info);
		if (!link || bpf_obj_get_info_by_fd(link.get(), &link_info, &size) != 0)
			continue;
		const base::Fd program{bpf_prog_get_fd_by_id(link_info.prog_id)};
		bpf_prog_info info{};
		size = sizeof(info);
		if (program && bpf_obj_get_info_by_fd(program.get(), &info, &size) == 0 && info.btf_id != 0)
			return btf__load_from_kernel_by_id(info.btf_id);
	}
	return nullptr;
}

// A signal is no error.
base::Result<void> result_of(int got)
{
	if (got < 0 && got != -EINTR)
		return base::fail(pin_failed("read the policy's", "events", -got));
	return {};
}

base::Fd counters_of(const fs::path &pins)
{
	for (const std::string &name : entries(pins))
		if (name.starts_with(map_pin_prefix) && name.ends_with("_bss"))
			return base::Fd{bpf_obj_get((pins / name).c_str())};
	return base::Fd{};
}

} // namespace

void EventStream::FreeBtf::operator()(btf *types) const { btf__free(types); }
void EventStream::FreeRing::operator()(ring_buffer *ring) const { ring_buffer__free(ring); }

base::Result<std::unique_ptr<EventStream>> EventStream::open(const fs::path &pins)
{
	const LibbpfLog log;
	std::unique_ptr<EventStream> stream{new EventStream};

	stream->map_.reset(bpf_obj_get((pins / pin_name(map_pin_prefix, "events")).c_str()));
	if (!stream->map_)
		return base::fail(errno == ENOENT ? events_none(pins.string(), "it has no map 'events'")
						  : pin_failed("open the policy's events in", pins.string(), errno));
	stream->types_.reset(types_of(pins));
	if (!stream->types_)
		return base::fail(events_none(pins.string(), "its programs have no type information"));
	stream->decoder_ = std::make_unique<EventDecoder>(*stream->types_);
	if (!stream->decoder_->any())
		return base::fail(events_none(pins.string(), "its types have no event_header and event_kind"));
	stream->counters_ = counters_of(pins);
	stream->ring_.reset(ring_buffer__new(stream->map_.get(), receive, stream.get(), nullptr));
	if (!stream->ring_)
		return base::fail(pin_failed("read the policy's events in", pins.string(), errno));
	return stream;
}

int EventStream::receive(void *self, void *record, std::size_t size)
{
	auto *stream = static_cast<EventStream *>(self);
	const auto event = stream->decoder_->decode({static_cast<const std::byte *>(record), size});

	if (event)
		(*stream->receiver_)(*event);
	else
		stream->unknown_++;
	return 0;
}

base::Result<void> EventStream::wait(std::chrono::milliseconds patience, const Receiver &receive)
{
	receiver_ = &receive;
	return result_of(ring_buffer__poll(ring_.get(), static_cast<int>(patience.count())));
}

base::Result<void> EventStream::drain(const Receiver &receive)
{
	receiver_ = &receive;
	return result_of(ring_buffer__consume(ring_.get()));
}

std::uint64_t EventStream::dropped() const
{
	const auto offset = decoder_->dropped_offset();
	bpf_map_info info{};
	unsigned size = sizeof(info);
	std::uint64_t count = 0;

	if (!offset || !counters_ || bpf_obj_get_info_by_fd(counters_.get(), &info, &size) != 0)
		return 0;
	std::vector<std::byte> value(info.value_size);
	const std::uint32_t key = 0;
	if (*offset + sizeof(count) > value.size() || bpf_map_lookup_elem(counters_.get(), &key, value.data()) != 0)
		return 0;
	std::memcpy(&count, value.data() + *offset, sizeof(count));
	return count;
}

} // namespace loader
