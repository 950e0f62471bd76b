// SPDX-License-Identifier: GPL-2.0
//
// The guest's end of the channel: opens ttyS1 raw and writes frames to it.
//
//   guest::Sender sender{guest::open_raw("/dev/ttyS1")};
//   sender.send(FrameKind::out, bytes);        // any length, split into frames
//   sender.send_files("/results");             // how many files went out
//   sender.drain();                            // before the power goes off
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "loader/base/fd.h"
#include "matrix/guest/channel.h"

namespace matrix::guest {

// An invalid Fd when the port is not there.
base::Fd open_raw(const char *port);

class Sender {
public:
	explicit Sender(base::Fd port) : port_(std::move(port)) {}

	void send(FrameKind kind, std::string_view payload);
	// Every regular file below `folder`, in the order of their names.
	unsigned send_files(const std::filesystem::path &folder);
	void drain() const;

private:
	void send_frame(FrameKind kind, std::string_view payload);
	void send_file(const std::filesystem::path &file, std::string_view name);

	base::Fd port_;
	std::uint16_t sequence_ = 0;
};

} // namespace matrix::guest
