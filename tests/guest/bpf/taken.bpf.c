// SPDX-License-Identifier: GPL-2.0
/*
 * A policy with a tracing program on a function that the kernel's module
 * ftrace-direct takes for itself.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#pragma clang diagnostic ignored "-Wunused-parameter"

char LICENSE[] SEC("license") = "GPL";

SEC("lsm/file_open")
int opened(void *ctx)
{
	return 0;
}

SEC("fentry/wake_up_process")
int woken(void *ctx)
{
	return 0;
}
