/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A number for every hook of the kernel source in use: HOOK_file_open and so
 * on, and hook_count. For the BPF programs and for what talks to them.
 */
#ifndef CONFORMANCE_HOOK_LIST_H
#define CONFORMANCE_HOOK_LIST_H


#include "all_hooks.h"

enum conformance_hook {
#define LSM_HOOK(RET, DEFAULT, NAME, ...) HOOK_##NAME,
#include "lsm_hook_defs.h"
#undef LSM_HOOK
	hook_count
};

#endif
