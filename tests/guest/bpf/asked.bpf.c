// SPDX-License-Identifier: GPL-2.0
/*
 * A program that refuses, and says that it was asked: the caller gets SIGUSR1.
 * With its errno the caller knows who refused first.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#pragma clang diagnostic ignored "-Wunused-parameter"

#define SIGUSR1 10

struct task_struct;

char LICENSE[] SEC("license") = "GPL";

SEC("lsm/ptrace_access_check")
int BPF_PROG(asked_ptrace, struct task_struct *child, unsigned int mode, int ret)
{
	bpf_send_signal(SIGUSR1);
	return ret ? ret : -EXDEV;
}

SEC("lsm/task_getpgid")
int BPF_PROG(asked_getpgid, struct task_struct *task, int ret)
{
	return ret ? ret : -EXDEV;
}
