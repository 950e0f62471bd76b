/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kernel types of the policies for tasks, sockets, mounts and the kernel itself:
 * only the fields that are read, each access a CO-RE relocation. It names some of
 * the structs of kernel_types.h with other fields, so a policy has one or the other.
 *
 *	#include "kernel_types_task.h"
 *	SEC("lsm/task_kill")
 *	int BPF_PROG(check, struct task_struct *task, struct kernel_siginfo *info, int sig)
 *	{ return task->tgid == 1 ? -EPERM : 0; }
 */
#ifndef HOOKMATRIX_KERNEL_TYPES_TASK_H
#define HOOKMATRIX_KERNEL_TYPES_TASK_H

#ifdef HOOKMATRIX_KERNEL_TYPES_H
#error "kernel_types.h and kernel_types_task.h are for different policies"
#endif

/* include/linux/dcache.h */
#define DCACHE_MOUNTED (1 << 16)

/* BPF_PROG gives every program a ctx, which few use. */
#pragma clang diagnostic ignored "-Wunused-parameter"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct cred;
struct fs_parameter;
struct kernel_siginfo;
struct rlimit;
struct sockaddr;

struct list_head {
	struct list_head *next;
};

/* Files. */

struct file_system_type {
	const char *name;
};

struct super_block {
	unsigned int s_dev;
	struct file_system_type *s_type;
	unsigned long s_magic;
	struct list_head s_mounts;
};

struct inode {
	struct super_block *i_sb;
	unsigned long i_ino;
};

struct dentry {
	unsigned int d_flags;
	struct super_block *d_sb;
};

struct file {
	struct inode *f_inode;
};

struct linux_binprm {
	struct file *file;
};

/* Mounts. */

struct vfsmount {
	struct super_block *mnt_sb;
};

struct path {
	struct vfsmount *mnt;
	struct dentry *dentry;
};

struct mnt_namespace {
	unsigned long long seq;
};

struct mount {
	struct vfsmount mnt;
	struct mnt_namespace *mnt_ns;
};

enum fs_context_purpose {
	FS_CONTEXT_FOR_MOUNT,
	FS_CONTEXT_FOR_SUBMOUNT,
	FS_CONTEXT_FOR_RECONFIGURE,
};

struct fs_context {
	struct file_system_type *fs_type;
	unsigned int sb_flags;
	enum fs_context_purpose purpose : 8;
};

/* Tasks. */

struct mm_struct {
	struct file *exe_file;
};

struct signal_struct {
	struct list_head thread_head;
};

struct task_struct {
	unsigned int flags;
	unsigned int ptrace;
	struct mm_struct *mm;
	int tgid;
	struct task_struct *parent;
	struct list_head thread_node;
	char comm[16];
	struct signal_struct *signal;
};

struct fown_struct {
	struct file *file;
};

/* Of Linux 6.1, where it is a part of the file and does not point to it. */
struct file___with_owner {
	struct fown_struct f_owner;
};

/* Sockets. */

struct sock_common {
	unsigned short skc_family;
	unsigned short skc_num;
};

struct sock {
	struct sock_common __sk_common;
	unsigned short sk_protocol;
};

struct socket {
	short type;
	struct sock *sk;
};

struct msghdr {
	void *msg_name;
	int msg_namelen;
	unsigned int msg_flags;
};

/* The kernel itself. */

enum kernel_read_file_id {
	READING_UNKNOWN,
	READING_FIRMWARE,
	READING_MODULE,
	READING_KEXEC_IMAGE,
	READING_KEXEC_INITRAMFS,
};

enum kernel_load_data_id {
	LOADING_UNKNOWN,
	LOADING_FIRMWARE,
	LOADING_MODULE,
	LOADING_KEXEC_IMAGE,
	LOADING_KEXEC_INITRAMFS,
};

enum lockdown_reason {
	LOCKDOWN_NONE,
	LOCKDOWN_MODULE_SIGNATURE,
	LOCKDOWN_KEXEC,
	LOCKDOWN_INTEGRITY_MAX,
	LOCKDOWN_CONFIDENTIALITY_MAX,
};

#pragma clang attribute pop

#endif
