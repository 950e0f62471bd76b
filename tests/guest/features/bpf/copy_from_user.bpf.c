// SPDX-License-Identifier: GPL-2.0
/*
 * A page that is not there yet: only the program that may sleep gets it.
 */
#include "feature.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} kept SEC(".maps");

extern int bpf_copy_from_user_str(void *to, __u32 size, const void *from, __u64 flags) __ksym;

CALLED("lsm/task_prctl", peek)
{
	__u64 number = 0;

	state.value[0] = bpf_probe_read_user(&number, sizeof(number), (void *)a);
	return 0;
}

CALLED("lsm.s/task_prctl", copy)
{
	__u64 number = 0, other = 0;
	__u32 key = 0;

	state.value[1] = bpf_copy_from_user(&number, sizeof(number), (void *)a);
	state.value[2] = number;
	state.value[3] = bpf_copy_from_user_task(&other, sizeof(other), (void *)a,
						 bpf_get_current_task_btf(), 0);
	state.value[4] = other;
	state.value[5] = bpf_copy_from_user(&number, sizeof(number), (void *)8);
	state.value[6] = bpf_copy_from_user_str(state.text, sizeof(state.text), (void *)b, 0);
	return bpf_map_update_elem(&kept, &key, &other, BPF_ANY);
}
