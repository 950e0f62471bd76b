// SPDX-License-Identifier: GPL-2.0
/*
 * The path of each file that the test opens.
 */
#include "feature.h"

SEC("lsm/file_open")
int BPF_PROG(name, struct file *file)
{
	if (mine())
		state.value[0] = bpf_d_path(&file->f_path, state.text, sizeof(state.text));
	return 0;
}
