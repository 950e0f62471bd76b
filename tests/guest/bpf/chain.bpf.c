// SPDX-License-Identifier: GPL-2.0
/*
 * Two programs on one hook. One denies rmdir with EXDEV, the other with ENFILE
 * if it is asked without an earlier verdict: whoever is first decides, and the
 * first denial is final.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#pragma clang diagnostic ignored "-Wunused-parameter"

struct inode;
struct dentry;

char LICENSE[] SEC("license") = "GPL";

SEC("lsm/inode_rmdir")
int BPF_PROG(first, struct inode *dir, struct dentry *dentry, int ret)
{
	return ret ? ret : -EXDEV;
}

SEC("lsm/inode_rmdir")
int BPF_PROG(second, struct inode *dir, struct dentry *dentry, int ret)
{
	return ret ? ret : -ENFILE;
}
