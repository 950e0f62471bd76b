// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/make_watcher.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "loader/base/files.h"
#include "matrix/build/errors.h"

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

base::Result<void> run_make(const Kbuild &kbuild, const std::vector<std::string> &targets, const Environment &more, MakeWatcher &watcher, ProcessRunner &runner,
			    const MakeFailure &failure)
{
	const std::filesystem::path log = kbuild.obj / "build.log";
	Command command{.argv = kbuild.make(targets), .environment = kbuild.environment(), .cwd = {}, .stdin_file = {}, .log = log,
			.on_line = [&watcher](std::string_view line) { watcher.line(line); }, .on_tick = [&watcher] { watcher.tick(); }};
	std::error_code error;

	for (const auto &[name, value] : more)
		command.environment[name] = value;
	std::filesystem::remove(log, error);
	watcher.enter("prepare");
	const auto done = runner.run(command);
	watcher.enter("");
	if (!done)
		return tl::unexpected(done.error());
	if (done->status != 0)
		return refuse(failure.id, base::ExitCode::build_failed, failure.action, failure.object,
			      fmt::format("make {} ended with status {}\n{}", fmt::join(targets, " "), done->status, first_errors(base::read_file(log).value_or(""), 10)),
			      "the whole output: " + log.string());
	return {};
}

} // namespace matrix::build
