// SPDX-License-Identifier: GPL-2.0
/* To be refused: what it says its licence is. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Proprietary";

SEC("lsm/file_permission")
int not_gpl(void *ctx)
{
	(void)ctx;
	return 0;
}
