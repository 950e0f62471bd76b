// SPDX-License-Identifier: GPL-2.0
/*
 * Keeps listed files as they are, and listed directories with all that is below
 * them: no writing, no other owner, mode or attributes, no name taken away or added.
 * What else must not be renamed, removed or hidden is in a list of its own: the
 * directories on the way to a protected file.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <linux/fs.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define EVENT_KINDS EVENT_CHANGE

#include "files.h"
#include "kernel_types.h"
#include "policy.h"

char LICENSE[] SEC("license") = "GPL";

const volatile _Bool enforce PARAM("bool", "refuse; false: only report") = 1;
const volatile __u32 depth PARAM("u32 1..64", "how many directories above a file are looked up") = 32;

INODE_LIST(protected, "files, and directories with all below, that stay as they are");

INODE_LIST(fixed, "files and directories that keep their names, whatever is in them");

enum change {
	CHANGE_WRITE,
	CHANGE_ATTRIBUTES,
	CHANGE_XATTR,
	CHANGE_ACL,
	CHANGE_FLAGS,
	CHANGE_CREATE,
	CHANGE_LINK,
	CHANGE_UNLINK,
	CHANGE_RENAME,
	CHANGE_MOUNT,
};

struct event_change {
	struct event_header header;
	enum change change;
	_Bool refused;
	struct inode_key file;		/* zeros: one that is not there yet */
	char name[NAME_SIZE];
};
EMIT_EVENT(event_change);

static __always_inline int refuse(struct dentry *dentry, enum change change)
{
	struct event_change *event = NEW_EVENT(event_change, EVENT_CHANGE);
	struct inode_key none = {};
	struct inode *inode;

	/* Nothing between the two: the verifier of 6.1 does not know that an event is not
	 * NULL any more, so clang has to join this question with that of new_event().
	 */
	if (event) {
		inode = untrusted(dentry)->d_inode;
		event->change = change;
		event->refused = enforce;
		event->file = inode ? key_of(inode) : none;
		put_name(event->name, dentry);
		bpf_ringbuf_submit(event, 0);
	}
	return refuse_if(enforce, -EPERM);
}

/* What changes a file, or what is in a directory. */
static __always_inline int check(struct dentry *dentry, enum change change)
{
	return is_below(&protected, dentry, depth) ? refuse(dentry, change) : 0;
}

/* What takes a name away or puts something else in its place. */
static __always_inline int check_name(struct dentry *dentry, enum change change)
{
	return is_listed(&fixed, dentry) ? refuse(dentry, change) : check(dentry, change);
}

SEC("lsm/file_open")
int BPF_PROG(protect_open, struct file *file, int ret)
{
	if (ret)
		return ret;
	return file->f_mode & FMODE_WRITE ? check(file->f_path.dentry, CHANGE_WRITE) : 0;
}

/*
 * Mode, owner, times, and size: truncate(2), ftruncate(2), O_TRUNC. The mount's
 * idmap stands before the dentry from 6.2 on, which is where its type came. Without
 * the barriers clang makes one read of both, at a place that the verifier refuses.
 */
SEC("lsm/inode_setattr")
int protect_setattr(__u64 *ctx)
{
	struct dentry *dentry;
	int ret;

	if (bpf_core_type_exists(struct mnt_idmap)) {
		dentry = (void *)ctx[1];
		ret = ctx[3];
		barrier();
	} else {
		dentry = (void *)ctx[0];
		ret = ctx[2];
		barrier();
	}
	return ret ? ret : check(dentry, CHANGE_ATTRIBUTES);
}

SEC("lsm/inode_setxattr")
int BPF_PROG(protect_setxattr, struct mnt_idmap *idmap, struct dentry *dentry, const char *name, const void *value,
	     unsigned long size, int flags, int ret)
{
	return ret ? ret : check(dentry, CHANGE_XATTR);
}

SEC("lsm/inode_removexattr")
int BPF_PROG(protect_removexattr, struct mnt_idmap *idmap, struct dentry *dentry, const char *name, int ret)
{
	return ret ? ret : check(dentry, CHANGE_XATTR);
}

/* Before 6.2 ACLs are like any extended attribute, and these hooks are not there. */
SEC("?lsm/inode_set_acl")
int BPF_PROG(protect_set_acl, struct mnt_idmap *idmap, struct dentry *dentry, const char *name, struct posix_acl *acl,
	     int ret)
{
	return ret ? ret : check(dentry, CHANGE_ACL);
}

SEC("?lsm/inode_remove_acl")
int BPF_PROG(protect_remove_acl, struct mnt_idmap *idmap, struct dentry *dentry, const char *name, int ret)
{
	return ret ? ret : check(dentry, CHANGE_ACL);
}

/* The flags of chattr(1) have no hook of their own. */
SEC("lsm/file_ioctl")
int BPF_PROG(protect_flags, struct file *file, unsigned int command, unsigned long arg, int ret)
{
	if (ret)
		return ret;
	if (command != FS_IOC_SETFLAGS && command != FS_IOC_FSSETXATTR && command != FS_IOC_SETVERSION)
		return 0;
	return check(file->f_path.dentry, CHANGE_FLAGS);
}

SEC("lsm/inode_create")
int BPF_PROG(protect_create, struct inode *dir, struct dentry *dentry, unsigned short mode, int ret)
{
	return ret ? ret : check(dentry, CHANGE_CREATE);
}

SEC("lsm/inode_mkdir")
int BPF_PROG(protect_mkdir, struct inode *dir, struct dentry *dentry, unsigned short mode, int ret)
{
	return ret ? ret : check(dentry, CHANGE_CREATE);
}

SEC("lsm/inode_mknod")
int BPF_PROG(protect_mknod, struct inode *dir, struct dentry *dentry, unsigned short mode, unsigned int dev, int ret)
{
	return ret ? ret : check(dentry, CHANGE_CREATE);
}

SEC("lsm/inode_symlink")
int BPF_PROG(protect_symlink, struct inode *dir, struct dentry *dentry, const char *target, int ret)
{
	return ret ? ret : check(dentry, CHANGE_CREATE);
}

/* A second name outside would be a way to write without the directory. */
SEC("lsm/inode_link")
int BPF_PROG(protect_link, struct dentry *old_dentry, struct inode *dir, struct dentry *new_dentry, int ret)
{
	if (ret)
		return ret;
	ret = check(old_dentry, CHANGE_LINK);
	return ret ? ret : check(new_dentry, CHANGE_LINK);
}

SEC("lsm/inode_unlink")
int BPF_PROG(protect_unlink, struct inode *dir, struct dentry *dentry, int ret)
{
	return ret ? ret : check_name(dentry, CHANGE_UNLINK);
}

SEC("lsm/inode_rmdir")
int BPF_PROG(protect_rmdir, struct inode *dir, struct dentry *dentry, int ret)
{
	return ret ? ret : check_name(dentry, CHANGE_UNLINK);
}

SEC("lsm/inode_rename")
int BPF_PROG(protect_rename, struct inode *old_dir, struct dentry *old_dentry, struct inode *new_dir,
	     struct dentry *new_dentry, int ret)
{
	if (ret)
		return ret;
	ret = check_name(old_dentry, CHANGE_RENAME);
	return ret ? ret : check_name(new_dentry, CHANGE_RENAME);
}

/*
 * Whether mount(2) puts something on a path, in the order in which the kernel looks
 * at the flags: MS_BIND hides what is there whatever stands beside it.
 */
static __always_inline int hides(unsigned long flags)
{
	if (flags & MS_REMOUNT)
		return 0;
	return flags & MS_BIND || !(flags & (MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE));
}

SEC("lsm/sb_mount")
int BPF_PROG(protect_mount, const char *device, struct path *path, const char *type, unsigned long flags, void *data,
	     int ret)
{
	if (ret)
		return ret;
	return hides(flags) ? check_name(path->dentry, CHANGE_MOUNT) : 0;
}

SEC("lsm/move_mount")
int BPF_PROG(protect_move_mount, struct path *from, struct path *to, int ret)
{
	return ret ? ret : check_name(to->dentry, CHANGE_MOUNT);
}
