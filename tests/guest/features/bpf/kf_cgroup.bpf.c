// SPDX-License-Identifier: GPL-2.0
/*
 * A cgroup found by its id, its ancestor, its tasks, and whether the caller is in it.
 */
#include "feature.h"

struct bpf_iter_css_task {
	__u64 opaque;
} __attribute__((aligned(8)));

extern struct cgroup *bpf_cgroup_acquire(struct cgroup *cgroup) __ksym;
extern struct cgroup *bpf_cgroup_ancestor(struct cgroup *cgroup, int level) __ksym;
extern struct cgroup *bpf_cgroup_from_id(__u64 id) __ksym;
extern void bpf_cgroup_release(struct cgroup *cgroup) __ksym;
extern long bpf_task_under_cgroup(struct task_struct *task, struct cgroup *cgroup) __ksym;
extern int bpf_iter_css_task_new(struct bpf_iter_css_task *it, struct cgroup_subsys_state *css,
				 unsigned int flags) __ksym;
extern struct task_struct *bpf_iter_css_task_next(struct bpf_iter_css_task *it) __ksym;
extern void bpf_iter_css_task_destroy(struct bpf_iter_css_task *it) __ksym;

static __always_inline void walk(struct cgroup *cgroup, int pid)
{
	struct bpf_iter_css_task it;
	struct task_struct *task;

	state.value[3] = 0;
	state.value[4] = 0;
	bpf_iter_css_task_new(&it, &cgroup->self, 0);
	while ((task = bpf_iter_css_task_next(&it))) {
		state.value[3]++;
		if (task->pid == pid)
			state.value[4] = 1;
	}
	bpf_iter_css_task_destroy(&it);
}

/* Iterating over a cgroup's tasks is for these programs and iterators alone. */
CALLED("lsm/task_prctl", look)
{
	struct cgroup *cgroup = bpf_cgroup_from_id(a), *root;

	if (!cgroup)
		return -ENOENT;
	state.value[0] = bpf_task_under_cgroup(bpf_get_current_task_btf(), cgroup);
	state.value[1] = cgroup->level;
	root = bpf_cgroup_ancestor(cgroup, 0);
	state.value[2] = root ? root->kn->id : -1;
	if (root)
		bpf_cgroup_release(root);
	walk(cgroup, b);
	bpf_cgroup_release(cgroup);
	return 0;
}
