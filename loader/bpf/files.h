/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Files as policies know them: by device and inode, in lists in which a directory
 * stands for all that is below it, and by name in events.
 *
 *	if (is_below(&directories, file->f_path.dentry, depth))
 *		put_path(event->path, file);
 */
#ifndef HOOKMATRIX_FILES_H
#define HOOKMATRIX_FILES_H

#include <bpf/bpf_core_read.h>

#include "kernel_types.h"
#include "policy.h"

#define PATH_SIZE 512
#define NAME_SIZE 64

/* How many directories a walk to the root looks at, whatever a parameter says. */
#define MOST_DEPTH 64

/* include/linux/fs.h */
#define FMODE_WRITE 0x2

/* uapi/asm-generic/mman-common.h; sys/mman.h has no place in a BPF program. */
#define PROT_WRITE 0x2
#define PROT_EXEC 0x4

extern void *bpf_rdonly_cast(const void *object, __u32 type) __ksym __weak;

/*
 * The verifier takes the d_inode of a hook's dentry for one that is never NULL,
 * drops the test for it, and has the program read without a net. It is NULL where
 * a name is about to be made, and that would take the kernel down. A pointer that
 * is not trusted is tested, and read with the net. Linux 6.1 has neither the cast nor
 * pointers that it trusts.
 */
static __always_inline struct dentry *untrusted(struct dentry *dentry)
{
	if (!bpf_rdonly_cast)
		return dentry;
	return bpf_rdonly_cast(dentry, bpf_core_type_id_kernel(struct dentry));
}

static __always_inline struct inode_key key_of(struct inode *inode)
{
	struct inode_key key = {
		.device = inode->i_sb->s_dev,
		.inode = inode->i_ino,
	};

	return key;
}

/* Whether a dentry's inode is in a list. */
static __always_inline int is_listed(void *list, struct dentry *dentry)
{
	struct inode *inode = untrusted(dentry)->d_inode;
	struct inode_key key;

	if (!inode)
		return 0;
	key = key_of(inode);
	return bpf_map_lookup_elem(list, &key) != 0;
}

/* Whether that or one of the next `depth` directories above is in a list. The walk
 * ends at the root of the file system: it knows no mount. */
static __always_inline int is_below(void *list, struct dentry *dentry, __u32 depth)
{
	struct dentry *at = untrusted(dentry), *above;
	__u32 i;

	for (i = 0; i <= MOST_DEPTH && i <= depth; i++) {
		if (is_listed(list, at))
			return 1;
		above = at->d_parent;
		if (above == at)
			break;
		at = above;
	}
	return 0;
}

static __always_inline void put_name(char name[NAME_SIZE], struct dentry *dentry)
{
	if (bpf_probe_read_kernel_str(name, NAME_SIZE, dentry->d_name.name) < 0)
		name[0] = '\0';
}

/* A path that does not fit is its last name alone. On hooks that may sleep. */
static __always_inline void put_path(char path[PATH_SIZE], struct file *file)
{
	if (bpf_d_path(&file->f_path, path, PATH_SIZE) < 0 &&
	    bpf_probe_read_kernel_str(path, PATH_SIZE, file->f_path.dentry->d_name.name) < 0)
		path[0] = '\0';
}

#endif
