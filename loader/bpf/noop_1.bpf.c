// SPDX-License-Identifier: GPL-2.0
/*
 * One program that decides nothing, on file_permission, which read() and
 * write() pass: what it costs is what attaching costs.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

SEC("lsm/file_permission")
int noop_file_permission(void *ctx)
{
	(void)ctx;
	return 0;
}
