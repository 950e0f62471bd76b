// SPDX-License-Identifier: GPL-2.0
/*
 * Which numbers were seen, at most wrong by saying yes; the seed is fixed.
 */
#include "feature.h"

struct {
	__uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
	__uint(max_entries, 1000);
	__uint(map_flags, BPF_F_ZERO_SEED);
	__uint(value_size, sizeof(__u64));
} seen SEC(".maps");

CALLED("lsm/task_prctl", see)
{
	__u64 number = a;

	return b ? bpf_map_push_elem(&seen, &number, BPF_ANY) : bpf_map_peek_elem(&seen, &number);
}
