// SPDX-License-Identifier: GPL-2.0
/*
 * Is the caller below the cgroup that user space put into the map?
 */
#include "feature.h"

struct {
	__uint(type, BPF_MAP_TYPE_CGROUP_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} groups SEC(".maps");

CALLED("lsm/task_prctl", ask)
{
	state.value[0] = bpf_current_task_under_cgroup(&groups, 0);
	state.value[1] = bpf_get_current_cgroup_id();
	state.value[2] = bpf_get_current_ancestor_cgroup_id(0);
	return 0;
}
