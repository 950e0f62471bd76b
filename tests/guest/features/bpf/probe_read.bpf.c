// SPDX-License-Identifier: GPL-2.0
/*
 * The caller's memory and the kernel's, and addresses where there is none.
 */
#include "feature.h"

CALLED("lsm/task_prctl", look)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	__u64 number = 0;
	int tgid = 0;

	state.value[0] = bpf_probe_read_user_str(state.text, sizeof(state.text), (void *)a);
	bpf_probe_read_user(&number, sizeof(number), (void *)b);
	state.value[1] = number;
	bpf_probe_read_kernel(&tgid, sizeof(tgid), &task->tgid);
	state.value[2] = tgid;
	state.value[3] = bpf_probe_read_kernel_str(state.text + 64, 16, task->comm);
	state.value[4] = bpf_probe_read_user(&number, sizeof(number), (void *)8);
	state.value[5] = bpf_probe_read_kernel(&number, sizeof(number), (void *)8);
	state.value[6] = bpf_probe_read_user(&number, sizeof(number), task);
	return 0;
}
