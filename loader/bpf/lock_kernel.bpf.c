// SPDX-License-Identifier: GPL-2.0
/*
 * Keeps root from changing the running kernel: no modules, no other kernel by kexec,
 * no BPF programs, no writing to memory and devices behind its back. The policy
 * itself can be taken away as it came, by removing pins, until `until_reboot` keeps
 * these as well.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <linux/magic.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define EVENT_KINDS EVENT_LOCKED

#include "kernel_types_task.h"
#include "policy.h"

#define MNT_DETACH 0x2
#define FMODE_WRITE 0x2

#define NAME_SIZE 64

struct bpf_map;

char LICENSE[] SEC("license") = "GPL";

const volatile _Bool enforce PARAM("bool", "refuse; false: only report") = 1;
const volatile _Bool modules PARAM("bool", "no module is loaded") = 1;
const volatile _Bool kexec PARAM("bool", "no other kernel is loaded") = 1;
const volatile _Bool bpf PARAM("bool", "no BPF program or map is made, attached or detached by bpf()") = 1;
const volatile _Bool maps PARAM("bool", "nor is a map written to by bpf(), or opened for that") = 0;
const volatile _Bool raw PARAM("bool", "no writing to memory, ports and devices: lockdown of integrity") = 1;
const volatile _Bool confidential PARAM("bool", "nor reading: lockdown of confidentiality, tracing too") = 0;
const volatile _Bool until_reboot PARAM("bool", "no pin is removed, this policy's neither") = 0;

enum lock {
	LOCK_MODULES,
	LOCK_KEXEC,
	LOCK_BPF,
	LOCK_MAPS,
	LOCK_RAW,
	LOCK_CONFIDENTIAL,
	LOCK_PINS,
};

struct event_locked {
	struct event_header header;
	enum lock lock;
	_Bool refused;
	__u32 number;			/* of a bpf() command, a reason of lockdown */
	char name[NAME_SIZE];		/* of a module that the kernel asks for */
};
EMIT_EVENT(event_locked);

static __always_inline int refuse(enum lock lock, __u32 number, const char *name)
{
	struct event_locked *event = NEW_EVENT(event_locked, EVENT_LOCKED);

	if (event) {
		event->lock = lock;
		event->refused = enforce;
		event->number = number;
		if (!name || bpf_probe_read_kernel_str(event->name, sizeof(event->name), name) < 0)
			event->name[0] = '\0';
		bpf_ringbuf_submit(event, 0);
	}
	return refuse_if(enforce, -EPERM);
}

/* From a file: finit_module(), kexec_file_load(). */
SEC("lsm/kernel_read_file")
int BPF_PROG(lock_read_file, struct file *file, enum kernel_read_file_id id, _Bool contents, int ret)
{
	if (ret)
		return ret;
	if (id == bpf_core_enum_value(enum kernel_read_file_id, READING_MODULE))
		return modules ? refuse(LOCK_MODULES, 0, 0) : 0;
	if (id == bpf_core_enum_value(enum kernel_read_file_id, READING_KEXEC_IMAGE) ||
	    id == bpf_core_enum_value(enum kernel_read_file_id, READING_KEXEC_INITRAMFS))
		return kexec ? refuse(LOCK_KEXEC, 0, 0) : 0;
	return 0;
}

/* From memory: init_module(), kexec_load(). */
SEC("lsm/kernel_load_data")
int BPF_PROG(lock_load_data, enum kernel_load_data_id id, _Bool contents, int ret)
{
	if (ret)
		return ret;
	if (id == bpf_core_enum_value(enum kernel_load_data_id, LOADING_MODULE))
		return modules ? refuse(LOCK_MODULES, 0, 0) : 0;
	if (id == bpf_core_enum_value(enum kernel_load_data_id, LOADING_KEXEC_IMAGE) ||
	    id == bpf_core_enum_value(enum kernel_load_data_id, LOADING_KEXEC_INITRAMFS))
		return kexec ? refuse(LOCK_KEXEC, 0, 0) : 0;
	return 0;
}

/* What the kernel would start modprobe for. */
SEC("lsm/kernel_module_request")
int BPF_PROG(lock_module_request, char *name, int ret)
{
	if (ret)
		return ret;
	return modules ? refuse(LOCK_MODULES, 0, name) : 0;
}

/* The reasons are in order: integrity first, then confidentiality. */
SEC("lsm/locked_down")
int BPF_PROG(lock_access, enum lockdown_reason why, int ret)
{
	if (ret)
		return ret;
	if (why == bpf_core_enum_value(enum lockdown_reason, LOCKDOWN_MODULE_SIGNATURE))
		return modules ? refuse(LOCK_MODULES, why, 0) : 0;
	if (why == bpf_core_enum_value(enum lockdown_reason, LOCKDOWN_KEXEC))
		return kexec ? refuse(LOCK_KEXEC, why, 0) : 0;
	if (why < bpf_core_enum_value(enum lockdown_reason, LOCKDOWN_INTEGRITY_MAX))
		return raw ? refuse(LOCK_RAW, why, 0) : 0;
	return confidential ? refuse(LOCK_CONFIDENTIAL, why, 0) : 0;
}

static __always_inline int has_pins(struct super_block *sb)
{
	return sb->s_magic == BPF_FS_MAGIC;
}

/* Removing a folder detaches what is mounted there in other namespaces. */
static __always_inline int is_mounted(struct dentry *dentry)
{
	return (dentry->d_flags & DCACHE_MOUNTED) != 0;
}

SEC("lsm/inode_unlink")
int BPF_PROG(lock_unlink, struct inode *dir, struct dentry *dentry, int ret)
{
	if (ret)
		return ret;
	return until_reboot && (has_pins(dir->i_sb) || is_mounted(dentry)) ? refuse(LOCK_PINS, 0, 0) : 0;
}

SEC("lsm/inode_rmdir")
int BPF_PROG(lock_rmdir, struct inode *dir, struct dentry *dentry, int ret)
{
	if (ret)
		return ret;
	return until_reboot && is_mounted(dentry) ? refuse(LOCK_PINS, 0, 0) : 0;
}

/* One pin, or one folder, in the place of another. */
SEC("lsm/inode_rename")
int BPF_PROG(lock_rename, struct inode *old_dir, struct dentry *old_dentry, struct inode *new_dir,
	     struct dentry *new_dentry, int ret)
{
	if (ret)
		return ret;
	return until_reboot && (has_pins(old_dir->i_sb) || is_mounted(new_dentry)) ? refuse(LOCK_PINS, 0, 0) : 0;
}

/* With the last mount of a BPF file system its pins go. MNT_DETACH takes along what is
 * mounted below, without being asked about it. */
SEC("lsm/sb_umount")
int BPF_PROG(lock_umount, struct vfsmount *mount, int flags, int ret)
{
	if (ret)
		return ret;
	if (!until_reboot)
		return 0;
	if ((flags & MNT_DETACH) || has_pins(mount->mnt_sb))
		return refuse(LOCK_PINS, 0, 0);
	return 0;
}

SEC("lsm/bpf_map")
int BPF_PROG(lock_map, struct bpf_map *map, unsigned int mode, int ret)
{
	if (ret)
		return ret;
	return maps && (mode & FMODE_WRITE) ? refuse(LOCK_MAPS, 0, 0) : 0;
}

/* New commands are taken for ones that load. Pins are made after this is attached. */
static __always_inline int only_looks(int command)
{
	switch (command) {
	case BPF_MAP_LOOKUP_ELEM:
	case BPF_MAP_LOOKUP_BATCH:
	case BPF_MAP_GET_NEXT_KEY:
	case BPF_OBJ_PIN:
	case BPF_OBJ_GET:
	case BPF_PROG_QUERY:
	case BPF_PROG_GET_NEXT_ID:
	case BPF_MAP_GET_NEXT_ID:
	case BPF_BTF_GET_NEXT_ID:
	case BPF_LINK_GET_NEXT_ID:
	case BPF_PROG_GET_FD_BY_ID:
	case BPF_MAP_GET_FD_BY_ID:
	case BPF_BTF_GET_FD_BY_ID:
	case BPF_LINK_GET_FD_BY_ID:
	case BPF_OBJ_GET_INFO_BY_FD:
	case BPF_TASK_FD_QUERY:
	case BPF_ENABLE_STATS:
		return 1;
	}
	return 0;
}

static __always_inline int writes_map(int command)
{
	switch (command) {
	case BPF_MAP_UPDATE_ELEM:
	case BPF_MAP_UPDATE_BATCH:
	case BPF_MAP_DELETE_ELEM:
	case BPF_MAP_DELETE_BATCH:
	case BPF_MAP_LOOKUP_AND_DELETE_ELEM:
	case BPF_MAP_LOOKUP_AND_DELETE_BATCH:
	case BPF_MAP_FREEZE:
		return 1;
	}
	return 0;
}

/* The last in this file, and so the last that is attached: attaching is refused from
 * here on. */
SEC("lsm/bpf")
int BPF_PROG(lock_bpf, int command, union bpf_attr *attributes, unsigned int size, int ret)
{
	if (ret)
		return ret;
	if (only_looks(command))
		return 0;
	if (writes_map(command))
		return maps ? refuse(LOCK_MAPS, command, 0) : 0;
	return bpf ? refuse(LOCK_BPF, command, 0) : 0;
}
