// SPDX-License-Identifier: GPL-2.0
/*
 * Counted by the kernel, when it is asked to; both kinds of program, and a hook without a verdict.
 */
#include "feature.h"

CALLED("lsm/task_prctl", plain)
{
	return 0;
}

CALLED("lsm.s/task_prctl", sleepable)
{
	return 0;
}

SEC("lsm/inode_free_security")
int BPF_PROG(told, struct inode *inode)
{
	__sync_fetch_and_add(&state.value[0], 1);
	return 0;
}
