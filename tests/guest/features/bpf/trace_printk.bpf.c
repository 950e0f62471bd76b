// SPDX-License-Identifier: GPL-2.0
/*
 * A line in the kernel's trace.
 */
#include "feature.h"

CALLED("lsm/task_prctl", print)
{
	state.value[0] = bpf_printk("hookcapable says %lu and %lu", a, b);
	return 0;
}
