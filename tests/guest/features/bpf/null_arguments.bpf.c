// SPDX-License-Identifier: GPL-2.0
/*
 * Arguments that can be NULL, read after a check.
 */
#include <linux/signal.h>

#include "feature.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct kernel_siginfo {
	int si_signo;
};

#pragma clang attribute pop

SEC("lsm/mmap_file")
int BPF_PROG(map, struct file *file)
{
	if (!mine())
		return 0;
	if (!file)
		state.value[0]++;
	else
		state.value[1] = file->f_inode->i_ino;
	return 0;
}

/* The sender is another process: told by its signal. */
SEC("lsm/task_kill")
int BPF_PROG(kill, struct task_struct *p, struct kernel_siginfo *info, int sig)
{
	if (sig != SIGUSR2)
		return 0;
	if (!info)
		state.value[2]++;
	else
		state.value[3] = info->si_signo;
	return 0;
}
