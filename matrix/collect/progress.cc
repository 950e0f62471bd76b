// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/progress.h"

#include <algorithm>

#include <fmt/format.h>

namespace matrix::collect {

namespace {

double seconds(Progress::Clock::duration time) { return std::chrono::duration<double>(time).count(); }

} // namespace

std::string minutes(double seconds_)
{
	const auto whole = static_cast<long>(seconds_ + 0.5);

	return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

double Progress::estimate(Clock::time_point now) const
{
	if (booted_ == 0)
		return -1;
	return seconds(now - start_) / static_cast<double>(booted_) * static_cast<double>(total_ - std::min(done_, total_));
}

void Progress::line(const std::string &text)
{
	if (terminal_)
		out_ << "\r\033[K";
	out_ << text << (text.empty() ? "" : "\n") << std::flush;
}

void Progress::taken_over(const std::string &title)
{
	++done_;
	line(fmt::format("[{:2}/{}] {}: finished before, kept", done_, total_, title));
}

void Progress::started(const std::string &title) { running_.push_back(title); }

void Progress::finished(const std::string &title, const std::string &status)
{
	++done_;
	++booted_;
	if (const auto at = std::find(running_.begin(), running_.end(), title); at != running_.end())
		running_.erase(at);
	const auto now = Clock::now();
	line(fmt::format("[{:2}/{}] {}: {}   {} elapsed, about {} left", done_, total_, title, status,
			 minutes(seconds(now - start_)), minutes(std::max(0.0, estimate(now)))));
}

void Progress::tick(Clock::time_point now)
{
	if (!terminal_ || running_.empty())
		return;
	std::string names;
	for (const std::string &name : running_)
		names += (names.empty() ? "" : ", ") + name;
	const double left = estimate(now);
	out_ << "\r\033[K"
	     << fmt::format("[{:2}/{}] booted: {}   {} elapsed{}", done_, total_, names, minutes(seconds(now - start_)),
			    left < 0 ? "" : ", about " + minutes(left) + " left")
	     << std::flush;
}

void Progress::end()
{
	if (terminal_)
		line("");
}

} // namespace matrix::collect
