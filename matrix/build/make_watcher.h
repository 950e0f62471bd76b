// SPDX-License-Identifier: GPL-2.0
//
// Follows a kernel build by the lines that make prints: counts objects, keeps the time
// of each phase, shows both.
//
//   MakeWatcher watcher{view, expected, verbose};
//   watcher.enter("prepare");
//   command.on_line = [&](std::string_view line) { watcher.line(line); };
//   …
//   watcher.enter("");          // the last phase ends
//   watcher.seconds();          // {"compile": 61.2, …}
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "matrix/build/progress.h"

namespace matrix::build {

class MakeWatcher {
public:
	// `expected` objects, 0: unknown. With `echo`, every line is shown.
	MakeWatcher(ProgressView &view, unsigned expected, bool echo) : view_(view), expected_(expected), echo_(echo) {}

	void line(std::string_view text);
	void enter(std::string_view next);

	[[nodiscard]] unsigned objects() const { return objects_; }
	[[nodiscard]] const std::map<std::string, double> &seconds() const { return seconds_; }

private:
	ProgressView &view_;
	unsigned expected_;
	bool echo_;
	unsigned objects_ = 0;
	std::string phase_;
	std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
	std::map<std::string, double> seconds_;
};

} // namespace matrix::build
