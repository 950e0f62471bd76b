// SPDX-License-Identifier: GPL-2.0
/*
 * Every task, every mapping of the caller, and the bits of a word.
 */
#include "feature.h"

struct bpf_iter_task {
	__u64 opaque[3];
} __attribute__((aligned(8)));

struct bpf_iter_task_vma {
	__u64 opaque[1];
} __attribute__((aligned(8)));

struct bpf_iter_bits {
	__u64 opaque[2];
} __attribute__((aligned(8)));

extern int bpf_iter_task_new(struct bpf_iter_task *it, struct task_struct *task, unsigned int flags) __ksym;
extern struct task_struct *bpf_iter_task_next(struct bpf_iter_task *it) __ksym;
extern void bpf_iter_task_destroy(struct bpf_iter_task *it) __ksym;
extern int bpf_iter_task_vma_new(struct bpf_iter_task_vma *it, struct task_struct *task, __u64 address) __ksym;
extern struct vm_area_struct *bpf_iter_task_vma_next(struct bpf_iter_task_vma *it) __ksym;
extern void bpf_iter_task_vma_destroy(struct bpf_iter_task_vma *it) __ksym;
extern int bpf_iter_bits_new(struct bpf_iter_bits *it, const __u64 *words, __u32 count) __ksym;
extern int *bpf_iter_bits_next(struct bpf_iter_bits *it) __ksym;
extern void bpf_iter_bits_destroy(struct bpf_iter_bits *it) __ksym;

static __always_inline void tasks(int pid)
{
	struct bpf_iter_task it;
	struct task_struct *task;

	bpf_iter_task_new(&it, NULL, 0);
	while ((task = bpf_iter_task_next(&it)))
		if (task->pid == pid)
			state.value[0]++;
	bpf_iter_task_destroy(&it);
}

static __always_inline void mappings(unsigned long address)
{
	struct bpf_iter_task_vma it;
	struct vm_area_struct *vma;

	bpf_iter_task_vma_new(&it, bpf_get_current_task_btf(), 0);
	while ((vma = bpf_iter_task_vma_next(&it)))
		if (vma->vm_start <= address && address < vma->vm_end)
			state.value[1]++;
	bpf_iter_task_vma_destroy(&it);
}

CALLED("lsm/task_prctl", count)
{
	__u64 word = 0x8000000000000005;
	struct bpf_iter_bits it;
	int *bit;

	tasks(a);
	mappings(b);
	bpf_iter_bits_new(&it, &word, 1);
	while ((bit = bpf_iter_bits_next(&it)))
		state.value[2] += *bit;
	bpf_iter_bits_destroy(&it);
	return 0;
}
