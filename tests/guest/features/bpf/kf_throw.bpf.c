// SPDX-License-Identifier: GPL-2.0
/*
 * A program that gives up in the middle: the exception is its verdict.
 */
#include "feature.h"

extern void bpf_throw(__u64 cookie) __ksym;

static __attribute__((noinline)) int deep(long number)
{
	if (number == 1)
		bpf_throw(-EXDEV);
	state.value[0]++;
	return 0;
}

CALLED("lsm/task_prctl", give_up)
{
	deep(a);
	state.value[1]++;
	return 0;
}
