// SPDX-License-Identifier: GPL-2.0
/*
 * To be refused: the context is where the programs after this one find the
 * arguments of the hook. This one would have them see a mode of 0.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

SEC("lsm/inode_mkdir")
int writes_context(__u64 *ctx)
{
	*(volatile __u64 *)&ctx[2] = 0;
	return 0;
}
