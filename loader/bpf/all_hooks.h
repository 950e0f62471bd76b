/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For including <linux/lsm_hook_defs.h> with every hook in it, whatever the
 * configuration: its #ifdefs, as the kernel and as the override series spell
 * them.
 */
#ifndef HOOKMATRIX_ALL_HOOKS_H
#define HOOKMATRIX_ALL_HOOKS_H

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
#define CONFIG_SECURITY_AUDIT_HOOKS 1
#define CONFIG_AUDITSYSCALL 1
#define CONFIG_BPF_SYSCALL 1
#define CONFIG_PERF_EVENTS 1
#define CONFIG_IO_URING 1

#endif
