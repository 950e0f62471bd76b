// SPDX-License-Identifier: GPL-2.0
/*
 * A parameter of each kind, for tests of what reads them. The program refuses to
 * open anything while `closed` is set.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "policy.h"

#pragma clang diagnostic ignored "-Wunused-parameter"

char LICENSE[] SEC("license") = "GPL";

const volatile _Bool closed PARAM("bool", "refuse all") = 0;
const volatile __u32 depth PARAM("u32 1..32", "how deep") = 16;
const volatile __u64 bytes PARAM("u64", "how many") = 5;
const volatile char name[8] PARAM("string", "a name") = "before";

struct place {
	__u32 prefixlen;
	__u16 port PARAM("port", "0: any");
	__u64 group PARAM("cgroup", "whose");
	ip_address address PARAM("cidr", "where to");
} __attribute__((packed));

struct limit {
	__u32 most PARAM("u32 1..100", "how often");
	__u32 seen;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 2);
	__type(key, struct inode_key);
	__type(value, __u32);
} files SEC(".maps") PARAM("inode", "files");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 16);
	__type(key, struct place);
	__type(value, struct limit);
} places SEC(".maps") PARAM("table", "where may be gone");

SEC("lsm/file_open")
int BPF_PROG(parameters, void *file, int ret)
{
	struct inode_key key = {.device = depth, .inode = bytes};
	struct place place = {};

	if (ret)
		return ret;
	if (bpf_map_lookup_elem(&files, &key) || bpf_map_lookup_elem(&places, &place) || name[0] == 'x')
		return 0;
	return refuse_if(closed, -EPERM);
}
