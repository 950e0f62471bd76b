// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel's stack, by three helpers; user space looks for the system call.
 */
#include "feature.h"

#define DEPTH 16

struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(max_entries, 16);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, DEPTH * sizeof(__u64));
} traces SEC(".maps");

struct stack {
	__u64 frame[DEPTH];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct stack);
} stacks SEC(".maps");

CALLED("lsm/task_prctl", look)
{
	struct stack *first, *second;
	__u32 key = 0;

	first = bpf_map_lookup_elem(&stacks, &key);
	key = 1;
	second = bpf_map_lookup_elem(&stacks, &key);
	if (!first || !second)
		return -ENOENT;
	state.value[0] = bpf_get_stackid(ctx, &traces, 0);
	state.value[1] = bpf_get_stack(ctx, first, sizeof(*first), 0);
	state.value[2] = bpf_get_task_stack(bpf_get_current_task_btf(), second, sizeof(*second), 0);
	return 0;
}
