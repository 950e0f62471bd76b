// SPDX-License-Identifier: GPL-2.0
/*
 * Each program finds the cookie of its own link.
 */
#include "feature.h"

SEC("lsm/inode_mkdir")
int BPF_PROG(mkdir_first, struct inode *dir)
{
	if (mine())
		state.value[0] = bpf_get_attach_cookie(ctx);
	return 0;
}

SEC("lsm/inode_mkdir")
int BPF_PROG(mkdir_second, struct inode *dir)
{
	if (mine())
		state.value[1] = bpf_get_attach_cookie(ctx);
	return 0;
}

SEC("lsm.s/inode_rmdir")
int BPF_PROG(rmdir_sleepable, struct inode *dir)
{
	if (mine())
		state.value[2] = bpf_get_attach_cookie(ctx);
	return 0;
}

SEC("lsm/inode_free_security")
int BPF_PROG(told, struct inode *inode)
{
	state.value[3] = bpf_get_attach_cookie(ctx);
	return 0;
}
