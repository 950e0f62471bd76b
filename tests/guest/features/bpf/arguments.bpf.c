// SPDX-License-Identifier: GPL-2.0
/*
 * A hook's six arguments and the verdict so far, named and by number.
 */
#include "feature.h"

SEC("lsm/inode_setxattr")
int BPF_PROG(look, void *idmap, struct dentry *dentry, const char *name, const void *value,
	     unsigned long size, int flags, int ret)
{
	__u64 by_number = 0;

	if (!mine())
		return ret;
	state.value[0] = size;
	state.value[1] = flags;
	state.value[2] = bpf_probe_read_kernel_str(state.text, sizeof(state.text), name);
	state.value[3] = bpf_get_func_arg_cnt(ctx);
	state.value[4] = bpf_get_func_arg(ctx, 4, &by_number);
	state.value[5] = by_number;
	state.value[6] = bpf_get_func_arg(ctx, 6, &by_number);
	state.value[7] = ret;
	by_number = 1;
	state.value[8] = bpf_get_func_ret(ctx, &by_number);
	state.value[9] = by_number;
	return -EXDEV;
}
