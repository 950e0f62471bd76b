// SPDX-License-Identifier: GPL-2.0
/*
 * Records from user space, drained by a program.
 */
#include "feature.h"

struct {
	__uint(type, BPF_MAP_TYPE_USER_RINGBUF);
	__uint(max_entries, 4096);
} records SEC(".maps");

static long take(struct bpf_dynptr *record, void *sum)
{
	__u64 number = 0;

	bpf_dynptr_read(&number, sizeof(number), record, 0, 0);
	*(__u64 *)sum += number;
	return 0;
}

CALLED("lsm/task_prctl", drain)
{
	__u64 sum = 0;

	state.value[0] = bpf_user_ringbuf_drain(&records, take, &sum, 0);
	state.value[1] = sum;
	return 0;
}
