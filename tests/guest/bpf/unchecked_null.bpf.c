// SPDX-License-Identifier: GPL-2.0
/*
 * To be refused: quotactl(Q_SYNC) for all file systems names none, and the hook
 * is asked with NULL.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#pragma clang diagnostic ignored "-Wunused-parameter"

struct super_block {
	unsigned long s_magic;
} __attribute__((preserve_access_index));

char LICENSE[] SEC("license") = "GPL";

SEC("lsm/quotactl")
int BPF_PROG(unchecked_null, int cmds, int type, int id, struct super_block *sb)
{
	return sb->s_magic == 0 ? -1 : 0;
}
