// SPDX-License-Identifier: GPL-2.0
/*
 * A queue gives what came first, a stack what came last.
 */
#include "feature.h"

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 4);
	__uint(value_size, sizeof(__u64));
} queue SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK);
	__uint(max_entries, 4);
	__uint(value_size, sizeof(__u64));
} stack SEC(".maps");

CALLED("lsm/task_prctl", put_or_take)
{
	__u64 number = a;

	if (a)
		return bpf_map_push_elem(&queue, &number, 0) ?: bpf_map_push_elem(&stack, &number, 0);
	state.value[2] = bpf_map_peek_elem(&stack, &number) ?: (long)number;
	state.value[0] = bpf_map_pop_elem(&queue, &number) ?: (long)number;
	state.value[1] = bpf_map_pop_elem(&stack, &number) ?: (long)number;
	return 0;
}
