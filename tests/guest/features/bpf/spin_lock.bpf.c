// SPDX-License-Identifier: GPL-2.0
/*
 * Two numbers that only ever change together.
 */
#include "feature.h"

struct pair {
	struct bpf_spin_lock lock;
	__u64 first;
	__u64 second;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct pair);
} pairs SEC(".maps");

static __always_inline int add(__u64 number)
{
	struct pair *pair;
	__u32 key = 0;

	pair = bpf_map_lookup_elem(&pairs, &key);
	if (!pair)
		return -ENOENT;
	bpf_spin_lock(&pair->lock);
	pair->first += number;
	pair->second -= number;
	bpf_spin_unlock(&pair->lock);
	return 0;
}

CALLED("lsm/task_prctl", change)
{
	return add(a);
}

CALLED("lsm.s/task_prctl", change_sleepable)
{
	return add(a);
}
