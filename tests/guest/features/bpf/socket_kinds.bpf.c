// SPDX-License-Identifier: GPL-2.0
/*
 * The socket behind a file, its cookie, and what kind it is.
 */
#include "feature.h"

SEC("lsm/file_ioctl")
int BPF_PROG(look, struct file *file, unsigned int command, unsigned long argument)
{
	struct socket *sock;
	struct sock *sk;

	if (!mine())
		return 0;
	sock = bpf_sock_from_file(file);
	sk = sock ? sock->sk : NULL;
	state.value[0] = sk ? bpf_get_socket_cookie(sk) : -1;
	state.value[1] = sk ? bpf_skc_to_unix_sock(sk) != NULL : -1;
	state.value[2] = sk ? bpf_skc_to_tcp_sock(sk) != NULL : -1;
	state.value[3] = sk ? bpf_skc_to_udp6_sock(sk) != NULL : -1;
	return 0;
}
