// SPDX-License-Identifier: GPL-2.0
//
// Reads the guest's console as it comes: keeps the last lines and spots what
// the kernel says about its own end.
//
//   boot::Console console{[](std::string_view line) { … }};
//   console.feed(bytes);
//   console.finish();           // the last line may have no newline
//   console.panic_line();       // "Kernel panic - not syncing: …", or empty
//   console.tail();             // at most 40 lines
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace matrix::boot {

enum class Sign { none, splat, panic, no_init };

// What one console line says; the table behind it has the kernel's own words.
Sign sign_of(std::string_view line);

class Console {
public:
	static constexpr std::size_t tail_lines = 40;
	// A longer line is cut: a guest must not fill the host's memory.
	static constexpr std::size_t line_limit = 4096;

	using LineSink = std::function<void(std::string_view)>;
	explicit Console(LineSink sink = {}) : sink_(std::move(sink)) {}

	void feed(std::string_view bytes);
	void finish();

	[[nodiscard]] const std::string &panic_line() const { return panic_; }
	[[nodiscard]] const std::string &no_init_line() const { return no_init_; }
	[[nodiscard]] const std::string &splat_line() const { return splat_; }
	[[nodiscard]] std::vector<std::string> tail() const { return {tail_.begin(), tail_.end()}; }

private:
	void end_line();

	LineSink sink_;
	std::string line_;
	std::deque<std::string> tail_;
	std::string panic_;
	std::string no_init_;
	std::string splat_;
};

} // namespace matrix::boot
