// SPDX-License-Identifier: GPL-2.0
/*
 * A program on every hook that notes each call by one process, and refuses it
 * on the one hook that is chosen at run time. With ARGUMENTS, it notes as well
 * which of its arguments were 0 or NULL.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "hook_list.h"

char LICENSE[] SEC("license") = "GPL";

#define SECOND_OF(FIRST, SECOND, ...) SECOND
#define SECOND(...) SECOND_OF(__VA_ARGS__, 0)

#ifdef ARGUMENTS
volatile struct conformance_state state SEC(".data.state") = { .refused = hook_count, .arguments = 1 };

/* The verifier takes a pointer for not NULL, and drops what would look at one
 * that is. In this memory it has no opinion.
 */
volatile __u64 argument SEC(".data.argument");

/* No loop: the context is read at constant offsets only. */
#define NOTE(INDEX)					\
	if (count > (INDEX)) {				\
		argument = ctx[INDEX];			\
		if (argument == 0)			\
			state.zeros[hook] |= 1U << (INDEX); \
	}

static __always_inline void note(unsigned int hook, const __u64 *ctx, unsigned int count)
{
	NOTE(0) NOTE(1) NOTE(2) NOTE(3) NOTE(4) NOTE(5) NOTE(6) NOTE(7)
}

/* How many there are: void is none. Nor is void * and what comes after it, as no
 * hook has a pointer to read through there.
 */
#define COUNT_OF(_1, _2, _3, _4, _5, _6, _7, _8, COUNT, ...) COUNT
#define NOTHING_void ~, 0,
/* A pointer to a pointer, to const void, or to what no file defines cannot be read from the context: these
 * stop before it.
 */
#define FEW_sb_eat_lsm_opts ~, 1
#define FEW_dentry_init_security ~, 3
#define FEW_inode_copy_up ~, 1
#define FEW_inode_setxattr ~, 3
#define FEW_inode_post_setxattr ~, 2
#define FEW_inode_setsecurity ~, 2
#define FEW_inode_setintegrity ~, 2
#define FEW_bdev_setintegrity ~, 2
#define FEW_key_post_create_or_update ~, 2
#define FEW_key_permission ~, 0
#define FEW_post_notification ~, 2
#define FEW_sctp_assoc_request ~, 0
#define FEW_sctp_assoc_established ~, 0
#define FEW_sctp_sk_clone ~, 0
#define FEW_secid_to_secctx ~, 1
#define FEW_inode_getsecctx ~, 1
#define FEW_xfrm_policy_alloc_security ~, 0
#define FEW_xfrm_policy_clone_security ~, 1
#define FEW_audit_rule_init ~, 3
#define FEW_audit_rule_known ~, 0
#define FIRST_IS_VOID(FIRST, ...) NOTHING_##FIRST
#define ALL(...) SECOND(FIRST_IS_VOID(__VA_ARGS__, ), COUNT_OF(__VA_ARGS__, 8, 7, 6, 5, 4, 3, 2, 1))
#define SECOND_OR(DEFAULT, ...) SECOND_OF(__VA_ARGS__, DEFAULT)
#define COUNT(NAME, ...) SECOND_OR(ALL(__VA_ARGS__), FEW_##NAME)
#else
volatile struct conformance_state state SEC(".data.state") = { .refused = hook_count };

static __always_inline void note(unsigned int hook, const __u64 *ctx, unsigned int count)
{
	(void)hook;
	(void)ctx;
	(void)count;
}

#define COUNT(NAME, ...) 0
#endif

static __always_inline int ask(unsigned int hook, const __u64 *ctx, unsigned int count)
{
	if (bpf_get_current_pid_tgid() >> 32 != state.process)
		return 0;
	state.calls[hook]++;
	note(hook, ctx, count);
	return state.refused == hook ? -EUCLEAN : 0;
}

/* A void hook's answer is 0; so is that of the three whose answer is yes or no. */
#define NO_ERRNO_inode_xattr_skipcap ~, 0
#define NO_ERRNO_xfrm_state_pol_flow_match ~, 0
#define NO_ERRNO_audit_rule_known ~, 0
#define ANSWER_int(NAME, VERDICT) SECOND(NO_ERRNO_##NAME, VERDICT)
#define ANSWER_void(NAME, VERDICT) 0

#define LSM_HOOK(RET, DEFAULT, NAME, ...)					\
	SEC("lsm/" #NAME) int each_##NAME(const __u64 *ctx)			\
	{									\
		const int verdict = ask(HOOK_##NAME, ctx, COUNT(NAME, __VA_ARGS__));	\
										\
		(void)verdict;							\
		return ANSWER_##RET(NAME, verdict);				\
	}

#include "lsm_hook_defs.h"
