/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A number for every hook of the kernel source in use, HOOK_file_open and so
 * on, and the memory that the BPF programs share with the test.
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

/* Written by the test, read by the programs, and the other way round for calls and
 * what was zero.
 */
struct conformance_state {
	unsigned int process;
	unsigned int refused; /* a hook's number, or hook_count: none */
	unsigned int calls[hook_count];
	unsigned int arguments;         /* 1: the programs look at their arguments */
	unsigned int zeros[hook_count]; /* bit N: argument N has been 0, or NULL */
};

#endif
