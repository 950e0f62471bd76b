// SPDX-License-Identifier: GPL-2.0
/*
 * A socket is marked when it is made, and its mark is read when it is bound.
 */
#include "feature.h"

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC | BPF_F_CLONE);
	__type(key, int);
	__type(value, __u64);
} marks SEC(".maps");

SEC("lsm/socket_post_create")
int BPF_PROG(mark, struct socket *sock, int family, int type, int protocol, int kern)
{
	struct sock *sk = sock->sk;
	__u64 *value;

	if (!mine() || !state.value[0] || !sk)
		return 0;
	value = bpf_sk_storage_get(&marks, sk, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!value)
		return -ENOMEM;
	*value = state.value[0];
	return 0;
}

SEC("lsm/socket_bind")
int BPF_PROG(read, struct socket *sock, void *address, int length)
{
	struct sock *sk = sock->sk;
	__u64 *value;

	if (!mine() || !sk)
		return 0;
	value = bpf_sk_storage_get(&marks, sk, NULL, 0);
	state.value[1] = value ? *value : -1;
	return 0;
}

SEC("lsm/socket_shutdown")
int BPF_PROG(forget, struct socket *sock, int how)
{
	struct sock *sk = sock->sk;

	if (mine() && sk)
		state.value[2] = bpf_sk_storage_delete(&marks, sk);
	return 0;
}
