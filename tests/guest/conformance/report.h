// SPDX-License-Identifier: GPL-2.0
//
// What a trigger's process and the one that waits for it tell each other, in
// memory that they share. Whatever else they could talk through, a program may
// be about to refuse.
//
//   *shared_report() = {};
//   if (fork() == 0) { trigger.prepare(); shared_report()->ready = true; … }
//   while (!shared_report()->ready) usleep(glance_us);
#pragma once

#include <unistd.h>

namespace conformance {

struct Report {
	volatile bool ready = false; // prepare() is through
	volatile bool go = false;    // the programs are set
	volatile bool done = false;  // act() returned
	int error = 0;
	char step[64] = ""; // of prepare(), when it failed
};

inline constexpr useconds_t glance_us = 500;

// nullptr: no memory to share.
Report *shared_report();

} // namespace conformance
