// SPDX-License-Identifier: GPL-2.0
/* To be refused: a program may deny, and 1 is neither 0 nor an error code. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

SEC("lsm/file_permission")
int return_one(void *ctx)
{
	(void)ctx;
	return 1;
}
