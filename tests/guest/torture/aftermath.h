// SPDX-License-Identifier: GPL-2.0
//
// What must hold when all is over: no program, map or link, each hook as before,
// no leak, and the kernel's own checks still on and silent.
//
//   const Sentinels before = Sentinels::read();
//   … the run …
//   Aftermath after = look_at_aftermath(before);   // prints what is wrong
//   if (!after.clean) …
#pragma once

#include <string>

#include "tests/guest/torture/kernel.h"

namespace torture {

// What the kernel says of itself.
struct Sentinels {
	unsigned long tainted = 0;
	bool lockdep = false; // it is there and on
	bool kmemleak = false;
	std::string hooks; // the state of each hook, a line each; empty: the kernel does not say

	static Sentinels read();
};

struct Aftermath {
	bool clean = true;
	Objects objects;
	long hooks = 0;      // that the kernel lists
	long busy_hooks = 0; // of which are not as before: BPF LSM's hooks are keyed from boot on
	std::string leaks;   // kmemleak's words; empty: none, or no kmemleak
};

// Waits for what the kernel puts off, for a minute at most. The console has the
// splats; they are the host's to find.
Aftermath look_at_aftermath(const Sentinels &before);

// What kmemleak does not know a pointer to, after two scans; forgotten then.
std::string scan_for_leaks();

} // namespace torture
