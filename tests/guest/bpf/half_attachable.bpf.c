// SPDX-License-Identifier: GPL-2.0
/*
 * The first program attaches and would deny everything; the second one's hook
 * is disabled. All of an object attaches, or nothing does.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

SEC("lsm/inode_mkdir")
int deny_mkdir(void *ctx)
{
	(void)ctx;
	return -EPERM;
}

SEC("lsm/vm_enough_memory")
int disabled_hook(void *ctx)
{
	(void)ctx;
	return 0;
}
