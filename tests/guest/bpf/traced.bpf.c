// SPDX-License-Identifier: GPL-2.0
/*
 * A tracing program on the function of a hook: SIGUSR1 says that it was called.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#pragma clang diagnostic ignored "-Wunused-parameter"

#define SIGUSR1 10

char LICENSE[] SEC("license") = "GPL";

SEC("fentry/bpf_lsm_ptrace_access_check")
int traced(void *ctx)
{
	bpf_send_signal(SIGUSR1);
	return 0;
}
