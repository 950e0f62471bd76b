// SPDX-License-Identifier: GPL-2.0
/*
 * A per-CPU variable of the kernel, of a chosen CPU and of this one.
 */
#include "feature.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct rq {
	int cpu;
};
#pragma clang attribute pop

extern const struct rq runqueues __ksym;

CALLED("lsm/task_prctl", look)
{
	const struct rq *other = bpf_per_cpu_ptr(&runqueues, a);
	const struct rq *own = bpf_this_cpu_ptr(&runqueues);

	state.value[0] = other ? other->cpu : -1;
	state.value[1] = own->cpu == (int)bpf_get_smp_processor_id();
	state.value[2] = bpf_per_cpu_ptr(&runqueues, 1 << 20) != NULL;
	return 0;
}
