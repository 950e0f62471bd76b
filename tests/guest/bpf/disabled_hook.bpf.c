// SPDX-License-Identifier: GPL-2.0
/* To be refused on every kernel: no program can give this hook's answer. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

SEC("lsm/vm_enough_memory")
int disabled_hook(void *ctx)
{
	(void)ctx;
	return 0;
}
