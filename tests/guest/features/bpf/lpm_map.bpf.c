// SPDX-License-Identifier: GPL-2.0
/*
 * The longest prefix that fits an IPv4 address that somebody connects to.
 */
#include "feature.h"

struct key {
	__u32 length;
	__u32 address;
};

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 8);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct key);
	__type(value, __u64);
} networks SEC(".maps");

struct sockaddr_in_head {
	__u16 family;
	__u16 port;
	__u32 address;
};

SEC("lsm/socket_connect")
int BPF_PROG(which_network, struct socket *sock, void *address, int length)
{
	struct sockaddr_in_head to = {};
	struct key key = { .length = 32 };
	__u64 *network;

	if (!mine() || bpf_probe_read_kernel(&to, sizeof(to), address))
		return 0;
	key.address = to.address;
	network = bpf_map_lookup_elem(&networks, &key);
	state.value[0] = network ? *network : 0;
	return 0;
}
