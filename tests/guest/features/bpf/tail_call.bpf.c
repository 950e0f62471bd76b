// SPDX-License-Identifier: GPL-2.0
/*
 * One program goes on in another of its hook, and decides itself where there is none.
 */
#include "feature.h"

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} next SEC(".maps");

SEC("lsm/inode_mkdir")
int BPF_PROG(caller, struct inode *dir, struct dentry *dentry, unsigned short mode)
{
	if (!mine())
		return 0;
	bpf_tail_call(ctx, &next, 0);
	return -EXDEV;
}

/*
 * Not attached. It finds the hook's arguments as the caller did.
 */
SEC("lsm/inode_mkdir")
int BPF_PROG(callee, struct inode *dir, struct dentry *dentry, unsigned short mode)
{
	state.calls++;
	state.value[0] = mode;
	return -ENFILE;
}

/*
 * Another hook's arguments: not to be put into the map.
 */
SEC("lsm/inode_rmdir")
int BPF_PROG(stranger, struct inode *dir, struct dentry *dentry)
{
	return 0;
}
