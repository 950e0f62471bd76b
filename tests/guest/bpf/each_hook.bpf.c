// SPDX-License-Identifier: GPL-2.0
/*
 * A program on every hook that notes each call by one process, and refuses it
 * on the one hook that is chosen at run time.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "hook_list.h"

char LICENSE[] SEC("license") = "GPL";

volatile struct conformance_state state SEC(".data.state") = { .refused = hook_count };

static __always_inline int ask(unsigned int hook)
{
	if (bpf_get_current_pid_tgid() >> 32 != state.process)
		return 0;
	state.calls[hook]++;
	return state.refused == hook ? -EUCLEAN : 0;
}

/* A void hook's answer is 0; so is that of the three whose answer is yes or no. */
#define SECOND_OF(FIRST, SECOND, ...) SECOND
#define SECOND(...) SECOND_OF(__VA_ARGS__, 0)
#define NO_ERRNO_inode_xattr_skipcap ~, (ask(HOOK_inode_xattr_skipcap), 0)
#define NO_ERRNO_xfrm_state_pol_flow_match ~, (ask(HOOK_xfrm_state_pol_flow_match), 0)
#define NO_ERRNO_audit_rule_known ~, (ask(HOOK_audit_rule_known), 0)
#define ANSWER_int(NAME) SECOND(NO_ERRNO_##NAME, ask(HOOK_##NAME))
#define ANSWER_void(NAME) (ask(HOOK_##NAME), 0)

#define LSM_HOOK(RET, DEFAULT, NAME, ...)				\
	SEC("lsm/" #NAME) int each_##NAME(void *ctx)			\
	{								\
		(void)ctx;						\
		return ANSWER_##RET(NAME);				\
	}

#include "lsm_hook_defs.h"
