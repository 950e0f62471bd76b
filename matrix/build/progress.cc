// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

namespace matrix::build {

namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds redraw{200};
constexpr seconds plain_interval{60};

std::size_t terminal_width()
{
	struct winsize size = {};
	if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return 80;
	return size.ws_col;
}

} // namespace

seconds time_left(const ProgressState &state)
{
	// The first objects come from one folder and tell little.
	if (state.expected == 0 || state.done < 20)
		return seconds{-1};
	const double done = std::min(state.done, state.expected);
	const double pace = static_cast<double>(state.elapsed.count()) / done;
	const double left = pace * (state.expected - done) + static_cast<double>(state.tail.count());
	return seconds{static_cast<long>(left)};
}

std::string clock_text(seconds time)
{
	const long all = std::max<long>(0, time.count());
	if (all >= 3600)
		return fmt::format("{}:{:02}:{:02}", all / 3600, all / 60 % 60, all % 60);
	return fmt::format("{}:{:02}", all / 60, all % 60);
}

std::string progress_line(const ProgressState &state)
{
	std::string text = fmt::format("{}: {}", state.label, state.phase);

	if (state.expected > 0)
		text += fmt::format(" {} of {}{}", state.done, state.about ? "about " : "",
				    std::max(state.done, state.expected));
	text += fmt::format(", {} elapsed", clock_text(state.elapsed));
	if (const seconds left = time_left(state); left.count() >= 0)
		text += fmt::format(", about {} left", clock_text(left));
	return text;
}

ProgressView::ProgressView(std::string label, bool plain)
{
	const char *term = std::getenv("TERM");

	state_.label = std::move(label);
	terminal_ = !plain && ::isatty(STDERR_FILENO) == 1 && term != nullptr && std::string_view{term} != "dumb";
}

ProgressView::~ProgressView() { clear(); }

void ProgressView::phase(std::string_view name)
{
	if (state_.phase == name)
		return;
	state_.phase = name;
	draw(true);
}

void ProgressView::count(unsigned done, unsigned expected, bool about)
{
	state_.done = done;
	state_.expected = expected;
	state_.about = about;
	draw(false);
}

void ProgressView::tick() { draw(false); }

void ProgressView::note(std::string_view text)
{
	clear();
	std::cerr << text << '\n';
}

void ProgressView::finish(std::string_view text)
{
	state_.elapsed = duration_cast<seconds>(Clock::now() - start_);
	note(fmt::format("{}: {} ({})", state_.label, text, clock_text(state_.elapsed)));
}

void ProgressView::draw(bool due)
{
	const Clock::time_point now = Clock::now();
	const auto interval = terminal_ ? duration_cast<milliseconds>(redraw) : duration_cast<milliseconds>(plain_interval);

	if (!due && now - last_ < interval)
		return;
	last_ = now;
	state_.elapsed = duration_cast<seconds>(now - start_);
	std::string line = progress_line(state_);
	if (!terminal_) {
		std::cerr << line << std::endl;
		return;
	}
	line.resize(std::min(line.size(), terminal_width() - 1));
	std::cerr << "\r\033[K" << line << std::flush;
	drawn_ = true;
}

void ProgressView::clear()
{
	if (drawn_)
		std::cerr << "\r\033[K" << std::flush;
	drawn_ = false;
}

} // namespace matrix::build
