// SPDX-License-Identifier: GPL-2.0
/*
 * What is to stand in the place of functions of subprograms.bpf.c.
 */
#include "feature.h"

SEC("freplace/twice")
int thrice(int number)
{
	return 3 * number;
}

/* Its return value is in no hook's range. */
SEC("freplace/call")
int whole(__u64 *ctx)
{
	return 1;
}
