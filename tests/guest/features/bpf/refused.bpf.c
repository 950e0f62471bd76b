// SPDX-License-Identifier: GPL-2.0
/*
 * One program for each rule that the verifier keeps: which one is chosen by
 * REFUSED_name when this is compiled. refusals.cc has what it must say.
 */
#include "feature.h"

#if defined(REFUSED_sleep_in_plain)
CALLED("lsm/task_prctl", refused)
{
	__u64 number;

	return bpf_copy_from_user(&number, sizeof(number), (void *)a);
}

#elif defined(REFUSED_sleep_in_plain_kfunc)
extern int bpf_get_file_xattr(struct file *file, const char *name__str, struct bpf_dynptr *value) __ksym;

const char user_name[] = "user.feature";

SEC("lsm/file_open")
int BPF_PROG(refused, struct file *file)
{
	struct bpf_dynptr value;

	bpf_dynptr_from_mem(state.text, 64, 0, &value);
	return bpf_get_file_xattr(file, user_name, &value);
}

#elif defined(REFUSED_hook_that_cannot_sleep)
SEC("lsm.s/file_permission")
int BPF_PROG(refused, struct file *file)
{
	return 0;
}

#elif defined(REFUSED_d_path_anywhere)
SEC("lsm/file_permission")
int BPF_PROG(refused, struct file *file)
{
	bpf_d_path(&file->f_path, state.text, sizeof(state.text));
	return 0;
}

#elif defined(REFUSED_ima_inode_hash)
SEC("lsm.s/file_open")
int BPF_PROG(refused, struct file *file)
{
	bpf_ima_inode_hash(file->f_inode, state.text, sizeof(state.text));
	return 0;
}

#elif defined(REFUSED_ima_file_hash)
SEC("lsm.s/file_open")
int BPF_PROG(refused, struct file *file)
{
	bpf_ima_file_hash(file, state.text, sizeof(state.text));
	return 0;
}

#elif defined(REFUSED_helper_of_kprobes)
SEC("lsm/file_open")
int BPF_PROG(refused, struct file *file)
{
	bpf_override_return((void *)ctx, 0);
	return 0;
}

#elif defined(REFUSED_helper_of_cgroup_hooks)
SEC("lsm/socket_post_create")
int BPF_PROG(refused, struct socket *sock)
{
	int on = 1;

	bpf_setsockopt((void *)ctx, 1, 2, &on, sizeof(on));
	return 0;
}

#elif defined(REFUSED_kfunc_of_others)
extern _Bool bpf_session_is_return(void) __ksym;

SEC("lsm/file_open")
int BPF_PROG(refused, struct file *file)
{
	bpf_session_is_return();
	return 0;
}

#elif defined(REFUSED_kfunc_untrusted)
extern struct task_struct *bpf_task_acquire(struct task_struct *task) __ksym;
extern void bpf_task_release(struct task_struct *task) __ksym;

/* The task is going: nobody may hold it. */
SEC("lsm/task_free")
int BPF_PROG(refused, struct task_struct *task)
{
	struct task_struct *held = bpf_task_acquire(task);

	if (held)
		bpf_task_release(held);
	return 0;
}

#elif defined(REFUSED_kfunc_kept)
extern struct task_struct *bpf_task_from_pid(int pid) __ksym;

CALLED("lsm/task_prctl", refused)
{
	return bpf_task_from_pid(a) ? 0 : -ESRCH;
}

#elif defined(REFUSED_storage_of_other_type)
struct {
	__uint(type, BPF_MAP_TYPE_INODE_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} marks SEC(".maps");

SEC("lsm/file_open")
int BPF_PROG(refused, struct file *file)
{
	return bpf_inode_storage_get(&marks, (void *)file, NULL, 0) ? -EXDEV : 0;
}

#elif defined(REFUSED_storage_of_other_map)
struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} marks SEC(".maps");

SEC("lsm/file_open")
int BPF_PROG(refused, struct file *file)
{
	return bpf_inode_storage_get(&marks, file->f_inode, NULL, 0) ? -EXDEV : 0;
}

#elif defined(REFUSED_call_under_lock)
struct pair {
	struct bpf_spin_lock lock;
	__u64 number;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct pair);
} pairs SEC(".maps");

CALLED("lsm/task_prctl", refused)
{
	struct pair *pair;
	__u32 key = 0;

	pair = bpf_map_lookup_elem(&pairs, &key);
	if (!pair)
		return -ENOENT;
	bpf_spin_lock(&pair->lock);
	pair->number = bpf_ktime_get_ns();
	bpf_spin_unlock(&pair->lock);
	return 0;
}

#elif defined(REFUSED_throw_out_of_range)
extern void bpf_throw(__u64 cookie) __ksym;

CALLED("lsm/task_prctl", refused)
{
	if (a)
		bpf_throw(1);
	return 0;
}

#elif defined(REFUSED_write_to_argument)
SEC("lsm/file_open")
int BPF_PROG(refused, struct file *file)
{
	file->f_inode = NULL;
	return 0;
}

#elif defined(REFUSED_argument_that_is_none)
SEC("lsm/file_open")
int BPF_PROG(refused, struct file *file, int ret, unsigned long more)
{
	return more ? -EXDEV : 0;
}

#elif defined(REFUSED_file_that_can_be_null)
SEC("lsm/mmap_file")
int BPF_PROG(refused, struct file *file)
{
	return file->f_inode ? 0 : -EXDEV;
}

#elif defined(REFUSED_info_that_can_be_null)
#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct kernel_siginfo {
	int si_signo;
};
#pragma clang attribute pop

SEC("lsm/task_kill")
int BPF_PROG(refused, struct task_struct *p, struct kernel_siginfo *info)
{
	return info->si_signo ? 0 : -EXDEV;
}

#else
#error "which one is not said"
#endif
