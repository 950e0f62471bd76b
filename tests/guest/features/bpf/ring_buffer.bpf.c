// SPDX-License-Identifier: GPL-2.0
/*
 * Records to user space: reserved, discarded, copied, and through a dynptr.
 */
#include "feature.h"

struct record {
	__u64 kind;
	__u64 number;
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} records SEC(".maps");

static __always_inline int reserve(__u64 number, int keep)
{
	struct record *record = bpf_ringbuf_reserve(&records, sizeof(*record), 0);

	if (!record)
		return -ENOSPC;
	record->kind = 1;
	record->number = number;
	if (keep)
		bpf_ringbuf_submit(record, 0);
	else
		bpf_ringbuf_discard(record, 0);
	return 0;
}

CALLED("lsm.s/task_prctl", write)
{
	struct record copied = { .kind = 2, .number = b };
	struct record dynamic = { .kind = 3, .number = a + b };
	struct bpf_dynptr place;
	int ret;

	ret = reserve(a, 1) ?: reserve(a, 0) ?: bpf_ringbuf_output(&records, &copied, sizeof(copied), 0);
	if (bpf_ringbuf_reserve_dynptr(&records, sizeof(dynamic), 0, &place)) {
		bpf_ringbuf_discard_dynptr(&place, 0);
		return -ENOSPC;
	}
	bpf_dynptr_write(&place, 0, &dynamic, sizeof(dynamic), 0);
	bpf_ringbuf_submit_dynptr(&place, 0);
	state.value[0] = bpf_ringbuf_query(&records, BPF_RB_RING_SIZE);
	return ret;
}
