// SPDX-License-Identifier: GPL-2.0
/*
 * A record through the perf events of user space.
 */
#include "feature.h"

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} events SEC(".maps");

CALLED("lsm/task_prctl", write)
{
	__u64 record[] = { a, b };

	return bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, record, sizeof(record));
}
