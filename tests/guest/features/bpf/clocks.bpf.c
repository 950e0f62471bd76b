// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel's clocks, by a program.
 */
#include "feature.h"

CALLED("lsm/task_prctl", look)
{
	state.value[0] = bpf_ktime_get_ns();
	state.value[1] = bpf_ktime_get_boot_ns();
	state.value[2] = bpf_ktime_get_tai_ns();
	state.value[3] = bpf_ktime_get_ns();
	state.value[4] = bpf_jiffies64();
	return 0;
}
