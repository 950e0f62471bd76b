// SPDX-License-Identifier: GPL-2.0
/*
 * Lets only listed files, and files below listed directories, be executed: programs,
 * scripts and their interpreters, and where `libraries` is set also what is mapped
 * as executable. Memory files and deleted files have no place in a list. While both
 * lists are empty nothing is refused.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define EVENT_KINDS EVENT_EXEC, EVENT_MAP

#include "files.h"
#include "kernel_types.h"
#include "policy.h"

char LICENSE[] SEC("license") = "GPL";

const volatile _Bool enforce PARAM("bool", "refuse; false: only report") = 1;
const volatile _Bool libraries PARAM("bool", "files that are mapped as executable have to be listed as well") = 0;
const volatile __u32 depth PARAM("u32 1..64", "how many directories above a file are looked up") = 32;

INODE_LIST(files, "files that may be executed");

INODE_LIST(directories, "directories of which all files below may be executed");

struct event_exec {
	struct event_header header;
	_Bool refused;
	struct inode_key file;
	char path[PATH_SIZE];
};
EMIT_EVENT(event_exec);

struct event_map {
	struct event_header header;
	_Bool refused;
	struct inode_key file;
	char name[NAME_SIZE];
};
EMIT_EVENT(event_map);

static long stop(struct bpf_map *map, const void *key, void *value, void *unused)
{
	return 1;
}

/* Asked only before something is refused. */
static __always_inline int lists_are_empty(void)
{
	return bpf_for_each_map_elem(&files, stop, 0, 0) == 0 && bpf_for_each_map_elem(&directories, stop, 0, 0) == 0;
}

/* Without a name: a memory file, or one that was deleted. */
static __always_inline int may_be_executed(struct file *file)
{
	if (file->f_inode->i_nlink != 0 &&
	    (is_listed(&files, file->f_path.dentry) || is_below(&directories, file->f_path.dentry, depth)))
		return 1;
	return lists_are_empty();
}

/* Once for a program, once for a script, and then once for its interpreter. */
SEC("lsm/bprm_check_security")
int BPF_PROG(allow_exec, struct linux_binprm *bprm, int ret)
{
	struct event_exec *event;

	if (ret)
		return ret;
	if (may_be_executed(bprm->file))
		return 0;
	event = NEW_EVENT(event_exec, EVENT_EXEC);
	if (event) {
		event->refused = enforce;
		event->file = key_of(bprm->file->f_inode);
		put_path(event->path, bprm->file);
		bpf_ringbuf_submit(event, 0);
	}
	return refuse_if(enforce, -EACCES);
}

static __always_inline int check_mapping(struct file *file)
{
	struct event_map *event;

	if (may_be_executed(file))
		return 0;
	event = NEW_EVENT(event_map, EVENT_MAP);
	if (event) {
		event->refused = enforce;
		event->file = key_of(file->f_inode);
		put_name(event->name, file->f_path.dentry);
		bpf_ringbuf_submit(event, 0);
	}
	return refuse_if(enforce, -EACCES);
}

SEC("lsm/mmap_file")
int BPF_PROG(allow_exec_mmap, struct file *file, unsigned long reqprot, unsigned long prot, unsigned long flags, int ret)
{
	if (ret)
		return ret;
	return libraries && file && (prot & PROT_EXEC) ? check_mapping(file) : 0;
}

SEC("lsm/file_mprotect")
int BPF_PROG(allow_exec_mprotect, struct vm_area_struct *vma, unsigned long reqprot, unsigned long prot, int ret)
{
	if (ret)
		return ret;
	return libraries && vma->vm_file && (prot & PROT_EXEC) ? check_mapping(vma->vm_file) : 0;
}
