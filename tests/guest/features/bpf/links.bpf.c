// SPDX-License-Identifier: GPL-2.0
/*
 * Programs whose being attached can be seen: two refuse, one is told.
 */
#include "feature.h"

SEC("lsm/inode_mkdir")
int BPF_PROG(deny_mkdir, struct inode *dir)
{
	return mine() ? -EXDEV : 0;
}

SEC("lsm.s/inode_rmdir")
int BPF_PROG(deny_rmdir, struct inode *dir)
{
	return mine() ? -EXDEV : 0;
}

SEC("lsm/inode_free_security")
int BPF_PROG(told, struct inode *inode)
{
	__sync_fetch_and_add(&state.calls, 1);
	return 0;
}
