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

struct bpf_map;
struct iattr;
struct posix_acl;
struct sockaddr;

struct mnt_idmap {
};

struct file_system_type {
	const char *name;
};

struct super_block {
	unsigned int s_dev;
	struct file_system_type *s_type;
};

struct inode {
	struct super_block *i_sb;
	unsigned long i_ino;
	unsigned int i_nlink;
};

struct qstr {
	const unsigned char *name;
};

struct dentry {
	struct dentry *d_parent;
	struct qstr d_name;
	struct inode *d_inode;
};

struct path {
	struct dentry *dentry;
};

struct file {
	unsigned int f_mode;
	struct path f_path;
	struct inode *f_inode;
};

struct linux_binprm {
	struct file *file;
	const char *filename;
};

struct socket {
	short type;
};

struct anon_vma;

struct mm_struct {
	unsigned long start_brk;
	unsigned long brk;
	unsigned long start_stack;
};

struct vm_area_struct {
	unsigned long vm_start;
	unsigned long vm_end;
	struct mm_struct *vm_mm;
	unsigned long vm_flags;
	struct anon_vma *anon_vma;
	struct file *vm_file;
};

struct task_struct {
	int tgid;
	unsigned int personality;
	struct mm_struct *mm;
	struct task_struct *real_parent;
};

enum kernel_read_file_id {
	READING_MODULE = 2,
};

enum kernel_load_data_id {
	LOADING_MODULE = 2,
};

#pragma clang attribute pop

#endif
