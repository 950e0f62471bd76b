// SPDX-License-Identifier: GPL-2.0
/*
 * Memory of known size behind a pointer that is checked at run time.
 */
#include "feature.h"
#include <bpf/bpf_core_read.h>

extern __u32 bpf_dynptr_size(const struct bpf_dynptr *ptr) __ksym;
extern int bpf_dynptr_adjust(const struct bpf_dynptr *ptr, __u32 start, __u32 end) __ksym;

CALLED("lsm/task_prctl", use)
{
	struct bpf_dynptr memory;
	__u64 number = 0;
	char *byte;

	if (bpf_dynptr_from_mem(state.text, 64, 0, &memory))
		return -ENOTRECOVERABLE;
	state.value[0] = bpf_dynptr_write(&memory, 8, &a, sizeof(a), 0);
	state.value[1] = bpf_dynptr_write(&memory, 60, &a, sizeof(a), 0);
	bpf_dynptr_adjust(&memory, 8, 32);
	state.value[2] = bpf_dynptr_size(&memory);
	bpf_dynptr_read(&number, sizeof(number), &memory, 0, 0);
	state.value[3] = number;
	byte = bpf_dynptr_data(&memory, 0, 8);
	state.value[4] = byte ? *byte : -1;
	return 0;
}
