// SPDX-License-Identifier: GPL-2.0
/*
 * Asked whether an IPsec state may carry a flow, it has nothing to say: 0. The hook's
 * default is 1, yes.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "kernel_types.h"

char LICENSE[] SEC("license") = "GPL";

__u64 asked = 0;

SEC("lsm/xfrm_state_pol_flow_match")
int BPF_PROG(match, void *state, void *policy, void *flow, int ret)
{
	asked++;
	return 0;
}
