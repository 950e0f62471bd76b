// SPDX-License-Identifier: GPL-2.0
/*
 * The paths of the file that is opened and of the program that opens it.
 */
#include "feature.h"

extern int bpf_path_d_path(struct path *path, char *text, __u64 text__sz) __ksym;
extern struct file *bpf_get_task_exe_file(struct task_struct *task) __ksym;
extern void bpf_put_file(struct file *file) __ksym;

SEC("lsm/file_open")
int BPF_PROG(name, struct file *file)
{
	struct file *program;

	if (!mine())
		return 0;
	state.value[0] = bpf_path_d_path(&file->f_path, state.text, 64);
	program = bpf_get_task_exe_file(bpf_get_current_task_btf());
	if (!program)
		return 0;
	state.value[1] = bpf_path_d_path(&program->f_path, state.text + 64, 64);
	bpf_put_file(program);
	return 0;
}
