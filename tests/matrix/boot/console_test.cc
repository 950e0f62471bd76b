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
