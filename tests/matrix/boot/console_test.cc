// SPDX-License-Identifier: GPL-2.0
#include "matrix/boot/console.h"

#include <gtest/gtest.h>

namespace matrix::boot {
namespace {

TEST(Console, TheKernelsWordsAreTold)
{
	EXPECT_EQ(sign_of("[    1.0] Kernel panic - not syncing: Fatal exception"), Sign::panic);
	EXPECT_EQ(sign_of("[    1.0][    T1] Kernel panic - not syncing: No working init found.  Try"), Sign::no_init);
	EXPECT_EQ(sign_of("Kernel panic - not syncing: Requested init /x failed (error -2)."), Sign::no_init);
	EXPECT_EQ(sign_of("[    1.0] Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)"),
		  Sign::no_init);
	EXPECT_EQ(sign_of("[    1.0] BUG: kernel NULL pointer dereference, address: 0"), Sign::splat);
	EXPECT_EQ(sign_of("[    1.0] WARNING: CPU: 0 PID: 1 at kernel/x.c:1 f+0x1/0x2"), Sign::splat);
	EXPECT_EQ(sign_of("[    1.0] Oops: Oops: 0002 [#1] PREEMPT SMP"), Sign::splat);
	EXPECT_EQ(sign_of("[    1.0] watchdog: BUG: soft lockup - CPU#0 stuck for 22s!"), Sign::splat);
	EXPECT_EQ(sign_of("[    1.0] Spectre V2 : WARNING: Unprivileged eBPF is enabled"), Sign::none);
	EXPECT_EQ(sign_of("[    1.0] debug: BUG: not at the start"), Sign::none);
	EXPECT_EQ(sign_of(""), Sign::none);
}

// Each word as a kernel with debug.config prints it.
TEST(Console, WhatTheChecksOfADebugKernelSayIsASplat)
{
	for (const char *line : {"[   12.345678][  T123] BUG: KASAN: slab-use-after-free in f+0x1/0x2",
				 "[   12.3] WARNING: possible circular locking dependency detected",
				 "[   12.3] WARNING: possible recursive locking detected",
				 "[   12.3] WARNING: HARDIRQ-safe -> HARDIRQ-unsafe lock order detected",
				 "[   12.3] WARNING: inconsistent lock state",
				 "[   12.3] WARNING: suspicious RCU usage",
				 "[   12.3] WARNING: hooktorture/123 still has locks held!",
				 "[   12.3] WARNING: lock held when returning to user space!",
				 "[   12.3] WARNING: held lock freed!",
				 "[   12.3] WARNING: bad unlock balance detected!",
				 "[   12.3] [ BUG: Invalid wait context ]",
				 "[   12.3] BUG: sleeping function called from invalid context at kernel/x.c:1",
				 "[   12.3] BUG: MAX_LOCKDEP_ENTRIES too low!",
				 "[   12.3] turning off the locking correctness validator.",
				 "[   12.3] INFO: trying to register non-static key.",
				 "[   12.3] INFO: rcu_tasks_trace detected stalls on tasks:",
				 "[   12.3] ODEBUG: Out of memory. ODEBUG disabled",
				 "[   12.3] kmemleak: 3 new suspected memory leaks (see /sys/kernel/debug/kmemleak)",
				 "[   12.3] kmemleak: Kernel memory leak detector disabled"})
		EXPECT_EQ(sign_of(line), Sign::splat) << line;
	for (const char *line : {"[    0.3] ODEBUG: selftest passed", "[    0.3] WARNING: see the manual",
				 "[    0.3] kmemleak: Kernel memory leak detector initialized (mem pool available: 38000)",
				 "[    0.3] Running RCU-tasks wait API self tests"})
		EXPECT_EQ(sign_of(line), Sign::none) << line;
}

TEST(Console, KeepsTheLastFortyLinesAndTheFirstSign)
{
	Console console;

	for (int i = 0; i < 100; i++)
		console.feed("line " + std::to_string(i) + "\r\n");
	console.feed("Kernel panic - not syncing: one\nKernel panic - not syncing: two");
	console.finish();
	EXPECT_EQ(console.tail().size(), Console::tail_lines);
	EXPECT_EQ(console.tail().back(), "Kernel panic - not syncing: two");
	EXPECT_EQ(console.panic_line(), "Kernel panic - not syncing: one");
}

TEST(Console, ALineWithoutEndDoesNotFillTheMemory)
{
	Console console;

	console.feed(std::string(1 << 20, 'x'));
	console.feed("\x1b[2J\n");
	EXPECT_EQ(console.tail().front().size(), Console::line_limit);
}

} // namespace
} // namespace matrix::boot
