// SPDX-License-Identifier: GPL-2.0
/*
 * Refuses to open files of one name, and counts in a map that survives a replacement.
 * VERSION is in the errno, so that a caller sees which of two refused.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define EVENT_KINDS EVENT_REFUSED
#include "kernel_types.h"
#include "policy.h"

char LICENSE[] SEC("license") = "GPL";

struct event_refused {
	struct event_header header;
	__u16 version;
	_Bool flag;
	__s16 minus;
	ip_address address;
	char name[8];
	__u32 list[2];
};
EMIT_EVENT(event_refused);

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, KEEP_ENTRIES);
	__type(key, __u32);
	__type(value, __u64);
} keep_counts SEC(".maps");

static __always_inline int refuse(struct file *file, int ret)
{
	struct event_refused *event;
	char name[8] = {};
	__u32 key = 0;
	__u64 *count;

	if (ret)
		return ret;
	bpf_probe_read_kernel_str(name, sizeof(name), file->f_path.dentry->d_name.name);
	if (name[0] != 'n' || name[1] != 'o')
		return 0;
	count = bpf_map_lookup_elem(&keep_counts, &key);
	if (count)
		__sync_fetch_and_add(count, 1);
	event = NEW_EVENT(event_refused, EVENT_REFUSED);
	if (event) {
		event->version = VERSION;
		event->flag = 1;
		event->minus = -VERSION;
		__builtin_memset(event->address, 0, sizeof(event->address));
		event->address[10] = event->address[11] = 0xff;
		event->address[12] = 127;
		event->address[15] = 1;
		__builtin_memcpy(event->name, name, sizeof(name));
		event->list[0] = 7;
		event->list[1] = 8;
		bpf_ringbuf_submit(event, 0);
	}
	return VERSION == 1 ? -EPERM : -EBUSY;
}

SEC("lsm/file_open")
int BPF_PROG(refuse_open, struct file *file, int ret)
{
	return refuse(file, ret);
}

#if VERSION == 3
/* The verifier refuses it: the answer is no errno. */
SEC("lsm/file_permission")
int refused(void *ctx)
{
	return 17;
}
#endif
