// SPDX-License-Identifier: GPL-2.0
/*
 * Two programs on one hook, each of which denies rmdir with an error of its own
 * unless it is told an earlier verdict: the error says which was asked first.
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
