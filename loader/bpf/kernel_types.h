/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The few kernel types that the policies follow, with the fields they read and
 * no others. preserve_access_index makes each access a CO-RE relocation: the
 * offsets are the running kernel's, so one object fits every kernel with BTF.
 *
 *	#include "kernel_types.h"
 *	SEC("lsm/file_open")
 *	int BPF_PROG(check, struct file *file, int ret)
 *	{ return ret ? ret : judge(file->f_path.dentry); }
 */
#ifndef HOOKMATRIX_KERNEL_TYPES_H
#define HOOKMATRIX_KERNEL_TYPES_H

/* BPF_PROG gives every program a ctx, which few use. */
#pragma clang diagnostic ignored "-Wunused-parameter"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct qstr {
	const unsigned char *name;
};

struct dentry {
	struct qstr d_name;
};

struct path {
	struct dentry *dentry;
};

struct file {
	struct path f_path;
};

struct mm_struct {
	unsigned long start_brk;
	unsigned long brk;
	unsigned long start_stack;
};

struct vm_area_struct {
	unsigned long vm_start;
	unsigned long vm_end;
	struct mm_struct *vm_mm;
};

#pragma clang attribute pop

#endif
