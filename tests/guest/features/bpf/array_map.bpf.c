// SPDX-License-Identifier: GPL-2.0
/*
 * Adds to an element of an array, then the array's sum by bpf_for_each_map_elem().
 */
#include "feature.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");

static long add(void *map, const void *key, void *value, void *sum)
{
	*(__u64 *)sum += *(__u64 *)value;
	return 0;
}

CALLED("lsm/task_prctl", put)
{
	__u64 sum = 0, *number;
	__u32 key = a;

	number = bpf_map_lookup_elem(&numbers, &key);
	if (!number)
		return -ENOENT;
	*number += b;
	state.value[1] = bpf_for_each_map_elem(&numbers, add, &sum, 0);
	state.value[0] = sum;
	return 0;
}
