// SPDX-License-Identifier: GPL-2.0
/*
 * What bpftool has to find out from section names: a program on a hook with a
 * verdict and one on a hook without. Compiled for either program type, KIND
 * being the word with which libbpf's sections for it begin.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

int executed;

SEC(KIND "/inode_rmdir")
int refuse_rmdir(void *ctx)
{
	(void)ctx;
	return -ENFILE;
}

SEC(KIND "/bprm_committed_creds")
int see_exec(void *ctx)
{
	(void)ctx;
	executed = 1;
	return 0;
}
