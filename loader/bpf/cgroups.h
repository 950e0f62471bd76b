/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The cgroups that the current process is in, from the root down.
 *
 *	static long judge_level(__u32 level, struct judgement *judgement)
 *	{
 *		__u64 cgroup = bpf_get_current_ancestor_cgroup_id(level);
 *		...	// 0: there is none so deep; return 1: enough
 *	}
 *	each_level(judge_level, &judgement);
 *
 * A callback of bpf_loop(), not a loop: the verifier of 6.1 does not come to an end with
 * 33 rounds that have several ways through each.
 */
#ifndef HOOKMATRIX_CGROUPS_H
#define HOOKMATRIX_CGROUPS_H

#include <bpf/bpf_helpers.h>

/* How far from the root a listed cgroup may be. */
#define MOST_LEVELS 32

static __always_inline void each_level(void *judge_level, void *judgement)
{
	bpf_loop(MOST_LEVELS + 1, judge_level, judgement, 0);
}

#endif
