// SPDX-License-Identifier: GPL-2.0
/*
 * A task that a program keeps in a map, and that another takes out of it.
 */
#include "feature.h"

#define __kptr __attribute__((btf_type_tag("kptr")))

extern struct task_struct *bpf_task_acquire(struct task_struct *task) __ksym;
extern void bpf_task_release(struct task_struct *task) __ksym;

/* clang 14 loses the tag of a member that points to a struct by its name. */
typedef struct task_struct task;

struct keeper {
	task __kptr *task;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct keeper);
} keepers SEC(".maps");

SEC("lsm/inode_mkdir")
int BPF_PROG(keep, struct inode *dir)
{
	struct task_struct *task, *old;
	struct keeper *keeper;
	__u32 key = 0;

	keeper = bpf_map_lookup_elem(&keepers, &key);
	if (!mine() || !keeper)
		return 0;
	task = bpf_task_acquire(bpf_get_current_task_btf());
	if (!task)
		return -ESRCH;
	old = bpf_kptr_xchg(&keeper->task, task);
	if (old)
		bpf_task_release(old);
	return 0;
}

SEC("lsm/inode_rmdir")
int BPF_PROG(take, struct inode *dir)
{
	struct task_struct *task;
	struct keeper *keeper;
	__u32 key = 0;

	keeper = bpf_map_lookup_elem(&keepers, &key);
	if (!mine() || !keeper)
		return 0;
	task = bpf_kptr_xchg(&keeper->task, NULL);
	state.value[0] = task ? task->tgid : -1;
	if (task)
		bpf_task_release(task);
	return 0;
}
