// SPDX-License-Identifier: GPL-2.0
/*
 * A cgroup counts what its tasks ask for in one hook, and is read in another.
 */
#include "feature.h"

struct {
	__uint(type, BPF_MAP_TYPE_CGRP_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} counts SEC(".maps");

CALLED("lsm/task_prctl", count)
{
	struct cgroup *cgroup = bpf_get_current_task_btf()->cgroups->dfl_cgrp;
	__u64 *value;

	value = bpf_cgrp_storage_get(&counts, cgroup, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!value)
		return -ENOMEM;
	*value += a;
	return 0;
}

SEC("lsm/inode_mkdir")
int BPF_PROG(read, struct inode *dir, struct dentry *dentry, unsigned short mode)
{
	struct cgroup *cgroup = bpf_get_current_task_btf()->cgroups->dfl_cgrp;
	__u64 *value;

	if (!mine())
		return 0;
	value = bpf_cgrp_storage_get(&counts, cgroup, NULL, 0);
	state.value[1] = value ? *value : -1;
	return 0;
}

SEC("lsm/inode_rmdir")
int BPF_PROG(forget, struct inode *dir, struct dentry *dentry)
{
	struct cgroup *cgroup = bpf_get_current_task_btf()->cgroups->dfl_cgrp;

	if (mine())
		state.value[2] = bpf_cgrp_storage_delete(&counts, cgroup);
	return 0;
}
