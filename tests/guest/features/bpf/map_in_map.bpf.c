// SPDX-License-Identifier: GPL-2.0
/*
 * The inner map is chosen by user space while the program is attached.
 */
#include "feature.h"

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} first SEC(".maps"), second SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__uint(key_size, sizeof(__u32));
	__array(values, struct inner);
} of_array SEC(".maps") = { .values = { &first } };

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 2);
	__uint(key_size, sizeof(__u32));
	__array(values, struct inner);
} of_hash SEC(".maps");

static __always_inline int add(void *outer, __u64 number)
{
	__u32 key = 0;
	__u64 *value;
	void *inner;

	inner = bpf_map_lookup_elem(outer, &key);
	if (!inner)
		return -ENOENT;
	value = bpf_map_lookup_elem(inner, &key);
	if (!value)
		return -ENODATA;
	*value += number;
	return 0;
}

CALLED("lsm/task_prctl", put)
{
	state.value[0] = add(&of_array, a);
	state.value[1] = add(&of_hash, b);
	return 0;
}
