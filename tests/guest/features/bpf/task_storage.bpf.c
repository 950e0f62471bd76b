// SPDX-License-Identifier: GPL-2.0
/*
 * A parent marks its child in one hook, and the child's mark is read in another.
 */
#include "feature.h"

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} marks SEC(".maps");

SEC("lsm/task_alloc")
int BPF_PROG(mark, struct task_struct *task, unsigned long flags)
{
	__u64 *value;

	if (!mine() || !state.value[0])
		return 0;
	value = bpf_task_storage_get(&marks, task, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!value)
		return -ENOMEM;
	*value = state.value[0];
	return 0;
}

SEC("lsm/inode_mkdir")
int BPF_PROG(read, struct inode *dir, struct dentry *dentry, unsigned short mode)
{
	__u64 *value = bpf_task_storage_get(&marks, bpf_get_current_task_btf(), NULL, 0);

	state.value[1] = value ? *value : -1;
	return 0;
}

SEC("lsm/inode_rmdir")
int BPF_PROG(forget, struct inode *dir, struct dentry *dentry)
{
	if (mine())
		state.value[2] = bpf_task_storage_delete(&marks, bpf_get_current_task_btf());
	return 0;
}
