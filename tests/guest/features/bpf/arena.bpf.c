// SPDX-License-Identifier: GPL-2.0
/*
 * Pages that a program gives to user space, and takes back.
 */
#include "feature.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARENA);
	__uint(map_flags, BPF_F_MMAPABLE | BPF_F_SEGV_ON_FAULT);
	__uint(max_entries, 4);
	__uint(map_extra, FEATURE_ARENA);
} arena SEC(".maps");

extern void *bpf_arena_alloc_pages(void *map, void *address, __u32 count, int node, __u64 flags) __ksym;
extern void bpf_arena_free_pages(void *map, void *address, __u32 count) __ksym;

CALLED("lsm.s/task_prctl", give_or_take)
{
	if (a)
		bpf_arena_free_pages(&arena, (void *)a, 1);
	else
		state.value[0] = (long)bpf_arena_alloc_pages(&arena, NULL, 1, -1, 0);
	return 0;
}
