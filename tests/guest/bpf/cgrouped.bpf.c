// SPDX-License-Identifier: GPL-2.0
/*
 * A program of a cgroup on a hook, which refuses with EPERM: here 0 is no, 1 is yes.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#pragma clang diagnostic ignored "-Wunused-parameter"

#define SIGUSR1 10

char LICENSE[] SEC("license") = "GPL";

SEC("lsm_cgroup/ptrace_access_check")
int cgrouped(void *ctx)
{
	bpf_send_signal(SIGUSR1);
	return 0;
}
