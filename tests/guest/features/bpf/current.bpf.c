// SPDX-License-Identifier: GPL-2.0
/*
 * Who is calling, by all helpers that say so.
 */
#include "feature.h"

CALLED("lsm/task_prctl", who)
{
	struct bpf_pidns_info inside = {};

	state.value[0] = bpf_get_current_pid_tgid();
	state.value[1] = bpf_get_current_uid_gid();
	state.value[2] = bpf_get_current_comm(state.text, 16);
	state.value[3] = bpf_get_current_task() == (unsigned long)bpf_get_current_task_btf();
	state.value[4] = bpf_get_current_task_btf()->tgid;
	state.value[5] = bpf_get_ns_current_pid_tgid(a, b, &inside, sizeof(inside));
	state.value[6] = inside.tgid;
	return 0;
}
