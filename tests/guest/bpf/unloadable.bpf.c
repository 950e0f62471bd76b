// SPDX-License-Identifier: GPL-2.0
/*
 * An object that no kernel loads, or none with what it has here, for the reason that is defined.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#pragma clang diagnostic ignored "-Wunused-parameter"

char LICENSE[] SEC("license") = "GPL";

#if defined(RELOCATION)
struct file {
	int f_gone;
} __attribute__((preserve_access_index));

SEC("lsm/file_permission")
int BPF_PROG(relocated, struct file *file, int mask, int ret)
{
	return file->f_gone ? 0 : ret;
}

#elif defined(SYMBOL)
extern int bpf_gone_with_the_release(void) __ksym;

SEC("lsm/file_permission")
int symbolic(void *ctx)
{
	return bpf_gone_with_the_release() ? 0 : 0;
}

#elif defined(SLEEPING)
SEC("lsm.s/file_permission")
int sleeping(void *ctx)
{
	return 0;
}

#elif defined(MAP_TYPE) || defined(MAP_FLAGS) || defined(MAP_SIZE) || defined(MAP_MEMORY)
struct {
#ifdef MAP_TYPE
	__uint(type, 200);
	__uint(max_entries, 1);
#else
	__uint(type, BPF_MAP_TYPE_ARRAY);
#ifdef MAP_FLAGS			/* that an array does not take */
	__uint(max_entries, 1);
	__uint(map_flags, BPF_F_NO_PREALLOC);
#elif defined(MAP_MEMORY)		/* 64 MiB: too much for a small cgroup only */
	__uint(max_entries, 0x800000);
#else
	__uint(max_entries, 0x10000000);
#endif
#endif
	__type(key, __u32);
	__type(value, __u64);
} refused SEC(".maps");

SEC("lsm/file_permission")
int mapped(void *ctx)
{
	__u32 key = 0;

	bpf_map_lookup_elem(&refused, &key);
	return 0;
}
#endif
