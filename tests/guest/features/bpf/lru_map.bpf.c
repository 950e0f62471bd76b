// SPDX-License-Identifier: GPL-2.0
/*
 * The same keys go into a hash that is full early and one that forgets the oldest.
 */
#include "feature.h"

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 8);
	__type(key, __u64);
	__type(value, __u64);
} forgets SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u64);
	__type(value, __u64);
} is_full SEC(".maps");

CALLED("lsm/task_prctl", put)
{
	__u64 key = a, value = b;

	state.value[0] = bpf_map_update_elem(&is_full, &key, &value, BPF_ANY);
	return bpf_map_update_elem(&forgets, &key, &value, BPF_ANY);
}
