/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the programs of all features begin with. One that the test calls itself:
 *
 *	#include "feature.h"
 *	CALLED("lsm/task_prctl", add)
 *	{
 *		state.value[0] = a + b;
 *		return 0;
 *	}
 */
#ifndef FEATURES_FEATURE_H
#define FEATURES_FEATURE_H

#include <linux/errno.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "../state.h"

/* BPF_PROG gives every program a ctx, which few use. */
#pragma clang diagnostic ignored "-Wunused-parameter"

char LICENSE[] SEC("license") = "GPL";

struct feature_state state SEC(".data.state") = {};

static __always_inline int mine(void)
{
	return bpf_get_current_pid_tgid() >> 32 == state.process;
}

/*
 * A program that prctl(FEATURE_CALL, a, b) of the test runs: 0 or an errno. An
 * option that programs let pass is unknown to the kernel, which says EINVAL: that
 * is what 0 comes to.
 */
#define CALLED(SECTION, NAME)						\
	static __always_inline int NAME##_called(void *ctx, unsigned long a, unsigned long b); \
	SEC(SECTION) int BPF_PROG(NAME, int option, unsigned long a, unsigned long b) \
	{								\
		long error;						\
									\
		if (option != FEATURE_CALL || !mine())			\
			return 0;					\
		state.calls++;						\
		error = NAME##_called(ctx, a, b);			\
		if (error > 0)						\
			return -ERANGE;					\
		/* The verifier loses the range when the two are one. */ \
		asm volatile("" : "+r"(error));				\
		return error < -4095 ? -ERANGE : error;			\
	}								\
	static __always_inline int NAME##_called(void *ctx, unsigned long a, unsigned long b)

/*
 * The kernel's types, with the fields that are read: the offsets are those of the
 * running kernel.
 */
#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct linux_binprm;
struct sock;

struct qstr {
	const unsigned char *name;
};

struct inode {
	unsigned long i_ino;
};

struct dentry {
	struct qstr d_name;
	struct inode *d_inode;
};

struct path {
	struct dentry *dentry;
};

struct file {
	struct path f_path;
	struct inode *f_inode;
};

struct socket {
	struct sock *sk;
};

struct vm_area_struct {
	unsigned long vm_start;
	unsigned long vm_end;
};

struct cgroup_subsys_state {
	struct cgroup *cgroup;
};

struct kernfs_node {
	__u64 id;
};

struct cgroup {
	struct cgroup_subsys_state self;
	struct kernfs_node *kn;
	int level;
};

struct css_set {
	struct cgroup *dfl_cgrp;
};

struct task_struct {
	int pid;
	int tgid;
	struct task_struct *real_parent;
	struct css_set *cgroups;
	char comm[16];
};

#pragma clang attribute pop

/*
 * clang 14 gives a struct that others point to its name alone; libbpf and the
 * verifier look for the whole.
 */
#define WHOLE_TYPE(NAME) struct NAME whole_##NAME SEC(".bss.types")

#endif
