// SPDX-License-Identifier: GPL-2.0
/*
 * An attribute of the file that is opened, or of its entry in the folder.
 */
#include "feature.h"

WHOLE_TYPE(dentry);

extern int bpf_get_file_xattr(struct file *file, const char *name__str, struct bpf_dynptr *value) __ksym;
extern int bpf_get_dentry_xattr(struct dentry *dentry, const char *name__str, struct bpf_dynptr *value) __ksym;

const char user_name[] = "user.feature";
const char other_name[] = "security.feature";

SEC("lsm.s/file_open")
int BPF_PROG(look, struct file *file)
{
	struct bpf_dynptr value;

	if (!mine())
		return 0;
	bpf_dynptr_from_mem(state.text, 64, 0, &value);
	state.value[0] = bpf_get_file_xattr(file, user_name, &value);
	state.value[1] = bpf_get_file_xattr(file, other_name, &value);
	return 0;
}

SEC("lsm.s/inode_getxattr")
int BPF_PROG(look_by_name, struct dentry *dentry)
{
	struct bpf_dynptr value;

	if (!mine())
		return 0;
	bpf_dynptr_from_mem(state.text + 64, 64, 0, &value);
	state.value[2] = bpf_get_dentry_xattr(dentry, user_name, &value);
	return 0;
}
