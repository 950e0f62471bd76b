// SPDX-License-Identifier: GPL-2.0
/*
 * One program that decides nothing on every hook of the kernel source in use.
 * No kernel has all of them: hookload --skip-missing leaves out the rest.
 *
 * 0 is the answer that changes nothing, also where a hook's default is another
 * (-EOPNOTSUPP, -ENOPARAM, 1): the trampoline takes a program's 0 as "no
 * objection" and goes on to the hook's own function, which returns the default.
 *
 * Only the list of names is taken from the kernel, so that none of its types
 * and none of its headers are needed here.
 */
#define SEC(name) __attribute__((section(name), used))

#include "all_hooks.h"

char LICENSE[] SEC("license") = "GPL";

#define LSM_HOOK(RET, DEFAULT, NAME, ...)				\
	SEC("lsm/" #NAME) int noop_##NAME(void *ctx)			\
	{								\
		(void)ctx;						\
		return 0;						\
	}

#include "lsm_hook_defs.h"
