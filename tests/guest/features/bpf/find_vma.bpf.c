// SPDX-License-Identifier: GPL-2.0
/*
 * The mapping of an address of the caller.
 */
#include "feature.h"

static long note(struct task_struct *task, struct vm_area_struct *vma, void *data)
{
	state.value[1] = vma->vm_start;
	state.value[2] = vma->vm_end;
	return 0;
}

CALLED("lsm/task_prctl", find)
{
	state.value[0] = bpf_find_vma(bpf_get_current_task_btf(), a, note, NULL, 0);
	state.value[3] = bpf_find_vma(bpf_get_current_task_btf(), 8, note, NULL, 0);
	return 0;
}
