// SPDX-License-Identifier: GPL-2.0
/*
 * A program on every hook that notes each call by one process, and refuses it
 * on the one hook that is chosen at run time.
 */
#include "hook_list.h"

#define SEC(name) __attribute__((section(name), used))
#define EUCLEAN 117

static unsigned long long (*bpf_get_current_pid_tgid)(void) = (void *)14;

char LICENSE[] SEC("license") = "GPL";

/* Set and read by the test: see tests/guest/conformance/programs.h. */
struct {
	unsigned int process;
	unsigned int refused; /* a hook's number, or hook_count: none */
	unsigned int calls[hook_count];
} volatile state SEC(".data.state") = { 0, hook_count, {} };

static inline __attribute__((always_inline)) int ask(unsigned int hook)
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
