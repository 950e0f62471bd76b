// SPDX-License-Identifier: GPL-2.0
/*
 * Allows, on the hooks that the LSMs hooktest1 and hooktest2 are on: that it is
 * attached and detached is to change nothing for them.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#pragma clang diagnostic ignored "-Wunused-parameter"

struct inode;
struct linux_binprm;
struct task_struct;

char LICENSE[] SEC("license") = "GPL";

SEC("lsm/task_getpgid")
int BPF_PROG(allow_getpgid, struct task_struct *task, int ret)
{
	return ret;
}

SEC("lsm/task_prctl")
int BPF_PROG(allow_prctl, int option, unsigned long arg2, unsigned long arg3, unsigned long arg4, unsigned long arg5, int ret)
{
	return ret;
}

SEC("lsm/inode_setsecurity")
int BPF_PROG(allow_setsecurity, struct inode *inode, const char *name, const void *value, unsigned long size, int flags, int ret)
{
	return ret;
}

SEC("lsm/bprm_committed_creds")
void BPF_PROG(allow_exec, const struct linux_binprm *bprm)
{
}
