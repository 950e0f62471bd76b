// SPDX-License-Identifier: GPL-2.0
/*
 * A tracing program may answer in place of security_inode_rmdir(), an int: what it
 * returns above that is no answer, and the LSMs are asked.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

SEC("fmod_ret/security_inode_rmdir")
__u64 answers(void *ctx)
{
	(void)ctx;
	return 1ULL << 32;
}

SEC("lsm/inode_rmdir")
int denies(void *ctx)
{
	(void)ctx;
	return -EXDEV;
}
