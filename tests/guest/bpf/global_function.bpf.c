// SPDX-License-Identifier: GPL-2.0
/*
 * A program that hands its context, as BPF_PROG() declares it, to a global
 * function, which the verifier checks apart from its callers.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

/* __arg_ctx of newer headers of libbpf */
#define ARG_CTX __attribute__((btf_decl_tag("arg:ctx")))

__attribute__((noinline)) int has_cookie(unsigned long long *ctx ARG_CTX)
{
	return bpf_get_attach_cookie(ctx) != 0;
}

SEC("lsm/inode_rmdir")
int refuse_rmdir(unsigned long long *ctx)
{
	return has_cookie(ctx) ? 0 : -ENFILE;
}
