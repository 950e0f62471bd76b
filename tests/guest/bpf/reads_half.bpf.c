// SPDX-License-Identifier: GPL-2.0
/*
 * To be refused: half of a pointer is no pointer, and the verifier would take it
 * for the dentry.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

SEC("lsm/inode_mkdir")
int reads_half(__u64 *ctx)
{
	return *(volatile __u32 *)&ctx[1] ? -1 : 0;
}
