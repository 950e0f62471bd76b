// SPDX-License-Identifier: GPL-2.0
/*
 * Counts the calls of each process and each argument, and forgets on request.
 */
#include "feature.h"

#define FORGET 100

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u64);
	__type(value, __u64);
} counts SEC(".maps");

CALLED("lsm/task_prctl", count)
{
	__u64 key = a, one = 1, *found;

	if (a >= FORGET) {
		key = a - FORGET;
		return bpf_map_delete_elem(&counts, &key);
	}
	found = bpf_map_lookup_elem(&counts, &key);
	if (!found)
		return bpf_map_update_elem(&counts, &key, &one, BPF_NOEXIST);
	__sync_fetch_and_add(found, 1);
	return 0;
}
