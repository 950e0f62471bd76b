// SPDX-License-Identifier: GPL-2.0
//
// One CPU for a thread and the processes that it starts, so that what is measured does
// not move. Only for steadiness: where it is not permitted, measuring goes on.
//
//   const int cpu = bench::stay_on_one_cpu(bench::Cpu::first);   // -1: it may still move
//   bench::conditions("/", bench::allowed_cpu(bench::Cpu::first));
#pragma once

namespace bench {

// Interrupts prefer the first one; a guest has no other.
enum class Cpu { first, last };

// Of those that this thread may use, as taskset(1) says; -1 when that cannot be told.
int allowed_cpu(Cpu which);

// Its number, or -1.
int stay_on_one_cpu(Cpu which);

} // namespace bench
