// SPDX-License-Identifier: GPL-2.0
/* To be refused: the range of what it returns cannot be known. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

int verdict;

SEC("lsm/file_permission")
int return_unknown(void *ctx)
{
	(void)ctx;
	return *(volatile int *)&verdict;
}
