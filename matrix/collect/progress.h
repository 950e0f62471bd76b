// SPDX-License-Identifier: GPL-2.0
//
// What a person sees while guests run: one line that is rewritten on a terminal,
// one line per finished boot elsewhere.
//
//   collect::Progress progress{std::cerr, isatty(2) == 1, 17};
//   progress.started("override idle");
//   progress.finished("override idle", "ok");
//   progress.tick();   // [ 5/17] 2 running: none idle, override idle   0:48 elapsed, about 1:52 left
#pragma once

#include <chrono>
#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

namespace matrix::collect {

class Progress {
public:
	using Clock = std::chrono::steady_clock;

	Progress(std::ostream &out, bool terminal, std::size_t total, Clock::time_point start = Clock::now())
	    : out_(out), terminal_(terminal), total_(total), start_(start)
	{
	}

	void taken_over(const std::string &title); // finished by an earlier run
	void started(const std::string &title);
	void finished(const std::string &title, const std::string &status);
	void tick(Clock::time_point now = Clock::now());
	void end();

	// What is left, from the boots that were really done; negative: unknown yet.
	[[nodiscard]] double estimate(Clock::time_point now) const;

private:
	void line(const std::string &text);

	std::ostream &out_;
	bool terminal_;
	std::size_t total_;
	Clock::time_point start_;
	std::size_t done_ = 0;
	std::size_t booted_ = 0;
	std::vector<std::string> running_;
};

std::string minutes(double seconds); // "1:52"

} // namespace matrix::collect
