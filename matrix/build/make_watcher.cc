// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/make_watcher.h"

#include <algorithm>
#include <array>

#include "matrix/build/kbuild.h"

namespace matrix::build {

namespace {

// In the order in which they begin. With several jobs the lines of phases mix; a phase begins once.
constexpr std::array<std::string_view, 4> phases{"compile", "link", "image", "package"};

auto order(std::string_view phase) { return std::ranges::find(phases, phase) == phases.end() ? -1 : std::ranges::find(phases, phase) - phases.begin(); }

} // namespace

void MakeWatcher::line(std::string_view text)
{
	if (echo_)
		view_.note(text);
	if (const std::string_view next = phase_of_line(text); !next.empty() && order(next) > order(phase_))
		enter(next);
	if (is_object_tool(tool_of_line(text)))
		view_.count(++objects_, expected_, true);
}

void MakeWatcher::enter(std::string_view next)
{
	const auto now = std::chrono::steady_clock::now();

	if (!phase_.empty())
		seconds_[phase_] += std::chrono::duration<double>(now - start_).count();
	start_ = now;
	phase_ = next;
	if (!next.empty())
		view_.phase(next);
}

} // namespace matrix::build
