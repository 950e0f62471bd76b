// SPDX-License-Identifier: GPL-2.0
/*
 * Loops by bpf_loop() and by the number iterator.
 */
#include "feature.h"

extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) __ksym;
extern int *bpf_iter_num_next(struct bpf_iter_num *it) __ksym;
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) __ksym;

static long add(__u32 index, void *sum)
{
	*(__u64 *)sum += index;
	return 0;
}

CALLED("lsm/task_prctl", sum)
{
	struct bpf_iter_num it;
	__u64 in_loop = 0;
	int *number;

	state.value[0] = bpf_loop(a, add, &in_loop, 0);
	state.value[1] = in_loop;
	state.value[2] = 0;
	bpf_iter_num_new(&it, 0, a);
	while ((number = bpf_iter_num_next(&it)))
		state.value[2] += *number;
	bpf_iter_num_destroy(&it);
	return 0;
}
