// SPDX-License-Identifier: GPL-2.0
//
// The host's end of the channel: turns bytes from the guest into a report, and
// believes none of them further than it must.
//
//   boot::Receiver receiver{observer};
//   receiver.feed(bytes);
//   receiver.finish();
//   receiver.move_into(report, seen);   // output, files, exit status, damage
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "matrix/boot/guest.h"
#include "matrix/guest/channel.h"

namespace matrix::boot {

class Receiver {
public:
	// What a guest may send at most: output, and files.
	static constexpr std::size_t output_limit = std::size_t{64} << 20;
	static constexpr std::size_t files_limit = std::size_t{256} << 20;
	static constexpr std::size_t file_count_limit = 4096;

	explicit Receiver(GuestObserver *observer = nullptr) : observer_(observer) {}

	void feed(std::string_view bytes);
	void finish();
	[[nodiscard]] bool finished() const { return exit_.has_value(); }
	void move_into(GuestReport &report, Observation &seen);

private:
	void handle(const guest::Frame &frame);
	void take_output(std::string &to, const std::string &bytes);
	void begin_file(const std::string &payload);
	void take_file_data(const std::string &bytes);
	void take_exit(const std::string &payload);
	void end_file();
	void note_damage(const std::string &text);

	GuestObserver *observer_;
	guest::FrameParser parser_;
	nlohmann::json hello_;
	std::string out_;
	std::string err_;
	std::map<std::string, std::string> files_;
	std::string *open_file_ = nullptr;
	std::size_t file_size_ = 0; // what file_begin promised
	std::size_t files_total_ = 0;
	std::string fault_;
	std::string damage_;
	std::optional<int> exit_;
	int signal_ = 0;
};

} // namespace matrix::boot
