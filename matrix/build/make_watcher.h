// SPDX-License-Identifier: GPL-2.0
//
// Runs the kernel's make and follows it by the lines that it prints: counts objects, keeps
// the time of each phase, shows both. The whole output is obj/build.log.
//
//   MakeWatcher watcher{view, expected, verbose};
//   auto done = run_make(kbuild, {"bzImage"}, {}, watcher, runner, {"kernel-not-built", "build the kernel", "none"});
//   watcher.seconds();          // {"compile": 61.2, …}
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"
#include "matrix/build/kbuild.h"
#include "matrix/build/progress.h"

namespace matrix::build {

class MakeWatcher {
public:
	// `expected` objects, 0: unknown. With `echo`, every line is shown.
	MakeWatcher(ProgressView &view, unsigned expected, bool echo) : view_(view), expected_(expected), echo_(echo) {}

	void line(std::string_view text);
	void enter(std::string_view next); // empty: the last phase ends
	void tick() { view_.tick(); }

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

// How a failure is called.
struct MakeFailure {
	std::string id;
	std::string action;
	std::string object;
};

// `more` in the environment of make. Fails with the failure's id (5) and the first errors, or interrupted.
base::Result<void> run_make(const Kbuild &kbuild, const std::vector<std::string> &targets, const Environment &more, MakeWatcher &watcher, ProcessRunner &runner,
			    const MakeFailure &failure);

} // namespace matrix::build
