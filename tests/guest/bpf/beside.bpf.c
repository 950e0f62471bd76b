// SPDX-License-Identifier: GPL-2.0
/*
 * A policy with what other projects' objects have: global data, a BPF-to-BPF call, a
 * kernel function, a kernel variable, and tracing programs beside the one on a hook,
 * which refuses to open files named "no…" once a tracing program has seen a call.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "kernel_types.h"

char LICENSE[] SEC("license") = "GPL";

extern const void linux_banner __ksym __weak;
/* Linux 6.1 does not have them. */
extern void bpf_rcu_read_lock(void) __ksym __weak;
extern void bpf_rcu_read_unlock(void) __ksym __weak;

__u64 entered = 0;
__u64 left = 0;

static __attribute__((noinline)) int named_no(struct file *file)
{
	char name[8] = {};

	bpf_probe_read_kernel_str(name, sizeof(name), file->f_path.dentry->d_name.name);
	return name[0] == 'n' && name[1] == 'o';
}

SEC("fentry/do_sys_openat2")
int BPF_PROG(count_entry)
{
	__sync_fetch_and_add(&entered, 1);
	return 0;
}

SEC("fexit/do_sys_openat2")
int BPF_PROG(count_exit)
{
	__sync_fetch_and_add(&left, 1);
	return 0;
}

SEC("tp_btf/sys_enter")
int BPF_PROG(count_calls)
{
	return 0;
}

SEC("lsm/file_open")
int BPF_PROG(refuse_no, struct file *file, int ret)
{
	int answer = 0;

	if (ret)
		return ret;
	if (bpf_rcu_read_lock)
		bpf_rcu_read_lock();
	if (entered && &linux_banner && named_no(file))
		answer = 1;
	if (bpf_rcu_read_unlock)
		bpf_rcu_read_unlock();
	return answer ? -EPERM : 0;
}
