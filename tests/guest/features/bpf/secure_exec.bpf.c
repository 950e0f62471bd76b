// SPDX-License-Identifier: GPL-2.0
/*
 * What the test executes is told that it runs with more rights than its caller.
 */
#include "feature.h"

SEC("lsm/bprm_creds_for_exec")
int BPF_PROG(secure, struct linux_binprm *bprm)
{
	if (mine())
		state.value[0] = bpf_bprm_opts_set(bprm, BPF_F_BPRM_SECUREEXEC);
	return 0;
}
