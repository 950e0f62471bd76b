// SPDX-License-Identifier: GPL-2.0
/*
 * A policy with programs beside it at each kind of event: it refuses to open files named
 * "no…" once all of them have seen something. With another RAW, CALL or ENTRY than its
 * own one is at an event that no kernel has.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "kernel_types.h"

#ifndef RAW
#define RAW "raw_tp/sys_enter"
#endif
#ifndef CALL
#define CALL "tp/syscalls/sys_enter_rmdir"
#endif
#ifndef ENTRY
#define ENTRY "kprobe/do_rmdir"
#endif

char LICENSE[] SEC("license") = "GPL";

__u64 raw = 0;
__u64 call = 0;
__u64 entered = 0;
__u64 left = 0;

SEC(RAW)
int see_raw(void *ctx)
{
	__sync_fetch_and_add(&raw, 1);
	return 0;
}

SEC(CALL)
int see_call(void *ctx)
{
	__sync_fetch_and_add(&call, 1);
	return 0;
}

SEC(ENTRY)
int see_entry(void *ctx)
{
	__sync_fetch_and_add(&entered, 1);
	return 0;
}

SEC("kretprobe/do_rmdir")
int see_return(void *ctx)
{
	__sync_fetch_and_add(&left, 1);
	return 0;
}

/* One character for each task, to whoever reads its pin. */
SEC("iter/task")
int list_tasks(void *ctx)
{
	static const char mark = '*';
	struct {
		struct {
			void *seq;
		} *meta;
		void *task;
	} *each = ctx;

	if (each->task)
		bpf_seq_write(each->meta->seq, &mark, sizeof(mark));
	return 0;
}

SEC("lsm/file_open")
int BPF_PROG(refuse_no, struct file *file, int ret)
{
	char name[8] = {};

	if (ret)
		return ret;
	bpf_probe_read_kernel_str(name, sizeof(name), file->f_path.dentry->d_name.name);
	if (name[0] == 'n' && name[1] == 'o' && raw && call && entered && left)
		return -EPERM;
	return 0;
}
