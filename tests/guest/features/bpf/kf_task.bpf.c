// SPDX-License-Identifier: GPL-2.0
/*
 * Tasks held by kfuncs: the caller's parent, and one found by its number.
 */
#include "feature.h"

extern struct task_struct *bpf_task_acquire(struct task_struct *task) __ksym;
extern struct task_struct *bpf_task_from_pid(int pid) __ksym;
extern void bpf_task_release(struct task_struct *task) __ksym;
extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;

static __always_inline long tgid_of(int pid)
{
	struct task_struct *task = bpf_task_from_pid(pid);
	long tgid = -1;

	if (task) {
		tgid = task->tgid;
		bpf_task_release(task);
	}
	return tgid;
}

/* Sleepable: it has to ask for RCU. */
CALLED("lsm.s/task_prctl", look)
{
	struct task_struct *parent;

	state.value[0] = tgid_of(a);
	state.value[1] = tgid_of(1 << 30);
	state.value[2] = -1;
	bpf_rcu_read_lock();
	parent = bpf_get_current_task_btf()->real_parent;
	parent = parent ? bpf_task_acquire(parent) : NULL;
	bpf_rcu_read_unlock();
	if (parent) {
		state.value[2] = parent->tgid;
		bpf_task_release(parent);
	}
	return 0;
}
