// SPDX-License-Identifier: GPL-2.0
/*
 * Denies opening files of one name, in whatever folder, with EPERM.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "kernel_types.h"
#include "policy.h"

#define NAME_SIZE 64

char LICENSE[] SEC("license") = "GPL";

const volatile char denied_name[NAME_SIZE] PARAM("string", "the name of a file that nobody may open") = "hookmatrix-denied";

SEC("lsm/file_open")
int BPF_PROG(deny_open, struct file *file, int ret)
{
	char name[NAME_SIZE] = {};
	int i;

	/* A denial that was made before this program stays one. */
	if (ret)
		return ret;
	if (bpf_probe_read_kernel_str(name, sizeof(name), file->f_path.dentry->d_name.name) < 0)
		return 0;
	for (i = 0; i < NAME_SIZE; i++) {
		if (name[i] != denied_name[i])
			return 0;
		if (name[i] == '\0')
			break;
	}
	return -EPERM;
}
