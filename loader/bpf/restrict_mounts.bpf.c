// SPDX-License-Identifier: GPL-2.0
/*
 * Lets only listed types of file systems be mounted, by mount() and by fsopen() and
 * its like, and refuses what else changes mounts where no parameter allows it. It
 * holds in every mount and user namespace. BPF file systems can always be mounted and
 * unmounted: hookload keeps policies in them.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <linux/magic.h>
#include <linux/mount.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define EVENT_KINDS EVENT_MOUNT

#include "kernel_types_task.h"
#include "policy.h"

/* include/linux/fs.h: mounts that the kernel makes for itself. */
#define SB_KERNMOUNT (1 << 22)
#define SB_SUBMOUNT (1 << 26)

#define TYPE_SIZE 32

char LICENSE[] SEC("license") = "GPL";

const volatile _Bool enforce PARAM("bool", "refuse; false: only report") = 1;
const volatile _Bool bind PARAM("bool", "bind mounts may be made") = 0;
const volatile _Bool remount PARAM("bool", "mounts may get other options") = 0;
const volatile _Bool move PARAM("bool", "mounts may be moved") = 0;
const volatile _Bool umount PARAM("bool", "mounts may be taken away") = 0;
const volatile _Bool pivot PARAM("bool", "pivot_root() may be called") = 0;

typedef char type_name[TYPE_SIZE];

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 256);
	__type(key, type_name);
	__type(value, __u32);
} types SEC(".maps") PARAM("string", "types, as in /proc/filesystems, that may be mounted");

enum act {
	ACT_MOUNT,
	ACT_BIND,
	ACT_REMOUNT,
	ACT_MOVE,
	ACT_UMOUNT,
	ACT_PIVOT,
};

struct event_mount {
	struct event_header header;
	enum act act;
	_Bool refused;
	char type[TYPE_SIZE];		/* of the file system that it is about */
};
EMIT_EVENT(event_mount);

static __always_inline int refuse(enum act act, struct file_system_type *type)
{
	struct event_mount *event = NEW_EVENT(event_mount, EVENT_MOUNT);

	if (event) {
		event->act = act;
		event->refused = enforce;
		if (!type || bpf_probe_read_kernel_str(event->type, TYPE_SIZE, type->name) < 0)
			event->type[0] = '\0';
		bpf_ringbuf_submit(event, 0);
	}
	return refuse_if(enforce, -EPERM);
}

static __always_inline int is_loaders(struct super_block *sb)
{
	return sb->s_magic == BPF_FS_MAGIC;
}

static __always_inline int is_listed(struct file_system_type *type)
{
	char name[TYPE_SIZE] = {};

	if (bpf_probe_read_kernel_str(name, sizeof(name), type->name) < 0)
		return 0;
	if (name[0] == 'b' && name[1] == 'p' && name[2] == 'f' && name[3] == '\0')
		return 1;
	return bpf_map_lookup_elem(&types, name) != 0;
}

static __always_inline int check_type(struct file_system_type *type)
{
	return is_listed(type) ? 0 : refuse(ACT_MOUNT, type);
}

/* mount(): which of its calls it is, in the order of path_mount(). A new file system is
 * left to the next two. */
SEC("lsm/sb_mount")
int BPF_PROG(restrict_mount, const char *device, struct path *path, const char *type, unsigned long flags, void *data,
	     int ret)
{
	if (ret)
		return ret;
	if (flags & MS_REMOUNT)
		return remount ? 0 : refuse(ACT_REMOUNT, path->mnt->mnt_sb->s_type);
	if (flags & MS_BIND)
		return bind ? 0 : refuse(ACT_BIND, path->mnt->mnt_sb->s_type);
	if (flags & (MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE))
		return 0;
	if (flags & MS_MOVE)
		return move ? 0 : refuse(ACT_MOVE, path->mnt->mnt_sb->s_type);
	return 0;
}

/* Before the file system has seen anything of what it is to mount. */
SEC("lsm/fs_context_parse_param")
int BPF_PROG(restrict_parameter, struct fs_context *context, struct fs_parameter *parameter, int ret)
{
	if (ret)
		return ret;
	if (BPF_CORE_READ_BITFIELD_PROBED(context, purpose) != FS_CONTEXT_FOR_MOUNT ||
	    (context->sb_flags & (SB_KERNMOUNT | SB_SUBMOUNT)))
		return 0;
	return check_type(context->fs_type);
}

/* Before it has a place: mount() and fsconfig(FSCONFIG_CMD_CREATE). */
SEC("lsm/sb_kern_mount")
int BPF_PROG(restrict_new, struct super_block *sb, int ret)
{
	return ret ? ret : check_type(sb->s_type);
}

/* fspick() and fsconfig(FSCONFIG_CMD_RECONFIGURE), after mount() was asked about. */
SEC("lsm/sb_remount")
int BPF_PROG(restrict_remount, struct super_block *sb, void *options, int ret)
{
	if (ret)
		return ret;
	return remount ? 0 : refuse(ACT_REMOUNT, sb->s_type);
}

/*
 * A mount of open_tree(OPEN_TREE_CLONE) or fsmount() has no place yet, and a namespace
 * with number 0. The only mount of its file system was made new, another is a copy.
 */
static __always_inline enum act way_of(struct vfsmount *vfsmount)
{
	unsigned long mount = (unsigned long)vfsmount - bpf_core_field_offset(struct mount, mnt);
	struct super_block *sb = vfsmount->mnt_sb;
	unsigned long head = (unsigned long)sb + bpf_core_field_offset(struct super_block, s_mounts);

	if (BPF_CORE_READ((struct mount *)mount, mnt_ns, seq) != 0)
		return ACT_MOVE;
	if (BPF_CORE_READ(sb, s_mounts.next, next) == (struct list_head *)head)
		return ACT_MOUNT;
	return ACT_BIND;
}

SEC("lsm/move_mount")
int BPF_PROG(restrict_move, struct path *from, struct path *to, int ret)
{
	struct super_block *sb;
	enum act way;

	if (ret)
		return ret;
	sb = from->mnt->mnt_sb;
	if (is_loaders(sb))
		return 0;
	way = way_of(from->mnt);
	if (way == ACT_MOUNT)
		return check_type(sb->s_type);
	if (way == ACT_BIND)
		return bind ? 0 : refuse(ACT_BIND, sb->s_type);
	return move ? 0 : refuse(ACT_MOVE, sb->s_type);
}

SEC("lsm/sb_umount")
int BPF_PROG(restrict_umount, struct vfsmount *mount, int flags, int ret)
{
	if (ret)
		return ret;
	return umount || is_loaders(mount->mnt_sb) ? 0 : refuse(ACT_UMOUNT, mount->mnt_sb->s_type);
}

/* Removing a file or a folder detaches what is mounted on it in other namespaces. */
static __always_inline int check_removal(struct dentry *dentry)
{
	if (umount || !(dentry->d_flags & DCACHE_MOUNTED) || is_loaders(dentry->d_sb))
		return 0;
	return refuse(ACT_UMOUNT, dentry->d_sb->s_type);
}

SEC("lsm/inode_unlink")
int BPF_PROG(restrict_unlink, struct inode *dir, struct dentry *dentry, int ret)
{
	return ret ? ret : check_removal(dentry);
}

SEC("lsm/inode_rmdir")
int BPF_PROG(restrict_rmdir, struct inode *dir, struct dentry *dentry, int ret)
{
	return ret ? ret : check_removal(dentry);
}

SEC("lsm/inode_rename")
int BPF_PROG(restrict_rename, struct inode *old_dir, struct dentry *old_dentry, struct inode *new_dir,
	     struct dentry *new_dentry, int ret)
{
	return ret ? ret : check_removal(new_dentry);
}

SEC("lsm/sb_pivotroot")
int BPF_PROG(restrict_pivot, struct path *old_path, struct path *new_path, int ret)
{
	if (ret)
		return ret;
	return pivot ? 0 : refuse(ACT_PIVOT, new_path->mnt->mnt_sb->s_type);
}
