// SPDX-License-Identifier: GPL-2.0
/*
 * A file is marked when it is opened, and its mark is read when it goes.
 */
#include "feature.h"

struct {
	__uint(type, BPF_MAP_TYPE_INODE_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} marks SEC(".maps");

SEC("lsm/file_open")
int BPF_PROG(mark, struct file *file)
{
	__u64 *value;

	if (!mine() || !state.value[0])
		return 0;
	value = bpf_inode_storage_get(&marks, file->f_inode, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!value)
		return -ENOMEM;
	*value += state.value[0];
	state.calls++;
	return 0;
}

SEC("lsm/inode_unlink")
int BPF_PROG(read, struct inode *dir, struct dentry *dentry)
{
	__u64 *value;

	if (!mine())
		return 0;
	value = bpf_inode_storage_get(&marks, dentry->d_inode, NULL, 0);
	state.value[1] = value ? *value : -1;
	return 0;
}

/* Sleepable, and under another lock than the others'. */
SEC("lsm.s/inode_setattr")
int BPF_PROG(forget, void *idmap, struct dentry *dentry)
{
	if (mine())
		state.value[2] = bpf_inode_storage_delete(&marks, dentry->d_inode);
	return 0;
}
