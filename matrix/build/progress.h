// SPDX-License-Identifier: GPL-2.0
//
// What a long command shows while it runs: on a terminal one line that is
// rewritten, elsewhere a plain line per phase and one each minute.
//
//   ProgressView view{"none"};
//   view.phase("compile");
//   view.count(812, 2100, true);   // "about": the total is an estimate
//   view.finish("built build/kernels/none");
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace matrix::build {

struct ProgressState {
	std::string label;   // the variant, or "source"
	std::string phase;
	unsigned done = 0;
	unsigned expected = 0; // 0: unknown
	bool about = false;    // expected was remembered or shipped, not counted
	std::chrono::seconds elapsed{0};
	std::chrono::seconds tail{0}; // what the phases after the counted one took before
};

// The time left, from the pace so far; negative when it cannot be told yet.
// `done` beyond `expected` counts as expected: an estimate never ends early.
std::chrono::seconds time_left(const ProgressState &state);

// "none: compile 812 of about 2100, 3:05 elapsed, about 4:40 left"
std::string progress_line(const ProgressState &state);

// "3:05", "1:02:03"
std::string clock_text(std::chrono::seconds time);

class ProgressView {
public:
	explicit ProgressView(std::string label, bool plain = false);
	~ProgressView();
	ProgressView(const ProgressView &) = delete;
	ProgressView &operator=(const ProgressView &) = delete;

	void phase(std::string_view name);
	void count(unsigned done, unsigned expected, bool about);
	void tail(std::chrono::seconds seconds) { state_.tail = seconds; }
	void tick(); // redraws the elapsed time
	// A line that stays: warnings, what came out.
	void note(std::string_view text);
	void finish(std::string_view text);

private:
	using Clock = std::chrono::steady_clock;
	void draw(bool due);
	void clear();

	ProgressState state_;
	bool terminal_;
	bool drawn_ = false;
	Clock::time_point start_ = Clock::now();
	Clock::time_point last_ = start_;
};

} // namespace matrix::build
