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

/* Every #ifdef of the list, as the kernel and as the override series spell it. */
#define CONFIG_SECURITY 1
#define CONFIG_BPF_OVERRIDE_RETURN 1
#define CONFIG_SECURITY_PATH 1
#define CONFIG_SECURITY_NETWORK 1
#define CONFIG_SECURITY_NETWORK_XFRM 1
#define CONFIG_SECURITY_PATH_HOOKS 1
#define CONFIG_SECURITY_NETWORK_HOOKS 1
#define CONFIG_SECURITY_NETWORK_XFRM_HOOKS 1
#define CONFIG_SECURITY_INFINIBAND 1
#define CONFIG_NET 1
#define CONFIG_INET 1
#define CONFIG_XFRM 1
#define CONFIG_INFINIBAND 1
#define CONFIG_KEYS 1
#define CONFIG_KEY_NOTIFICATIONS 1
#define CONFIG_WATCH_QUEUE 1
#define CONFIG_AUDIT 1
#define CONFIG_AUDITSYSCALL 1
#define CONFIG_BPF_SYSCALL 1
#define CONFIG_PERF_EVENTS 1
#define CONFIG_IO_URING 1

char LICENSE[] SEC("license") = "GPL";

#define LSM_HOOK(RET, DEFAULT, NAME, ...)				\
	SEC("lsm/" #NAME) int noop_##NAME(void *ctx)			\
	{								\
		(void)ctx;						\
		return 0;						\
	}

#include "lsm_hook_defs.h"
