// SPDX-License-Identifier: GPL-2.0
/*
 * The hook's verdict is an int. The register that the first program returns it
 * in is wider: its lower half allows, and what is above that has no meaning.
 * So the second program is asked, is told no verdict, and denies.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

SEC("lsm/inode_rmdir")
__u64 allows(void *ctx)
{
	(void)ctx;
	return 1ULL << 32;
}

SEC("lsm/inode_rmdir")
__u64 denies(const __u64 *ctx)
{
	const __u64 verdict = ctx[2];

	return verdict ? verdict : (__u64)-EXDEV;
}
