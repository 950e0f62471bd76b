// SPDX-License-Identifier: GPL-2.0
/*
 * Each CPU's own count, in an array and in a hash.
 */
#include "feature.h"

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} in_array SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} in_hash SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_PERCPU_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __u64);
} in_lru SEC(".maps");

static __always_inline int add(void *map, __u64 add)
{
	__u64 zero = 0, *count;
	__u32 key = 0;

	count = bpf_map_lookup_elem(map, &key);
	if (!count) {
		bpf_map_update_elem(map, &key, &zero, BPF_NOEXIST);
		count = bpf_map_lookup_elem(map, &key);
	}
	if (!count)
		return -ENOENT;
	*count += add;
	return 0;
}

CALLED("lsm/task_prctl", count)
{
	__u32 key = 0;
	__u64 *here;
	int ret;

	ret = add(&in_array, a) ?: add(&in_hash, 10 * a) ?: add(&in_lru, 100 * a);
	here = bpf_map_lookup_percpu_elem(&in_array, &key, bpf_get_smp_processor_id());
	state.value[0] = here ? *here : -1;
	state.value[1] = bpf_map_lookup_percpu_elem(&in_array, &key, 1 << 20) != NULL;
	return ret;
}
