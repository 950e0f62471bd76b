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

/* By the helper: where the program reads an argument itself, the verifier knows that
 * it is not NULL, and drops what would look at one that is.
 */
#define NOTE(INDEX)								\
	if (count > (INDEX)) {							\
		__u64 argument = 1;						\
										\
		bpf_probe_read_kernel(&argument, sizeof(argument), &ctx[INDEX]);	\
		if (argument == 0)						\
			__sync_fetch_and_or(&state.zeros[hook], 1U << (INDEX));	\
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
#define FIRST_IS_VOID(FIRST, ...) NOTHING_##FIRST
#define COUNT(...) SECOND(FIRST_IS_VOID(__VA_ARGS__, ), COUNT_OF(__VA_ARGS__, 8, 7, 6, 5, 4, 3, 2, 1))
#else
volatile struct conformance_state state SEC(".data.state") = { .refused = hook_count };

static __always_inline void note(unsigned int hook, const __u64 *ctx, unsigned int count)
{
	(void)hook;
	(void)ctx;
	(void)count;
}

#define COUNT(...) 0
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
		const int verdict = ask(HOOK_##NAME, ctx, COUNT(__VA_ARGS__));	\
										\
		(void)verdict;							\
		return ANSWER_##RET(NAME, verdict);				\
	}

#include "lsm_hook_defs.h"
