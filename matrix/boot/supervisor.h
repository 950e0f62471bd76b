// SPDX-License-Identifier: GPL-2.0
//
// Watches one QEMU: its console, its channel, its stderr and its end together.
//
//   boot::Supervisor supervisor{argv, {.timeout = 600s, .silence = 90s}, &observer};
//   boot::GuestReport report = supervisor.run();
//   report.outcome;       // told from everything that was seen
//   report.console_tail;
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "matrix/boot/guest.h"

namespace matrix::boot {

struct Limits {
	std::chrono::milliseconds timeout{600'000};
	std::chrono::milliseconds silence{90'000};
	// How long a guest that announced its end (a panic) may take for it.
	std::chrono::milliseconds last_words{3'000};
};

class Supervisor {
public:
	Supervisor(std::vector<std::string> argv, Limits limits, GuestObserver *observer)
		: argv_(std::move(argv)), limits_(limits), observer_(observer)
	{
	}

	GuestReport run();

private:
	std::vector<std::string> argv_;
	Limits limits_;
	GuestObserver *observer_;
};

} // namespace matrix::boot
