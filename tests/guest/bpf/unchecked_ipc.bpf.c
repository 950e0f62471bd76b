// SPDX-License-Identifier: GPL-2.0
/*
 * To be refused, each: msgctl(2), shmctl(2) and semctl(2) with IPC_INFO are about
 * no queue, segment or set, and the hook is asked with NULL.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#pragma clang diagnostic ignored "-Wunused-parameter"

struct kern_ipc_perm {
	unsigned short mode;
} __attribute__((preserve_access_index));

char LICENSE[] SEC("license") = "GPL";

SEC("lsm/msg_queue_msgctl")
int BPF_PROG(unchecked_queue, struct kern_ipc_perm *perm, int cmd)
{
	return perm->mode == 0 ? -1 : 0;
}

SEC("lsm/shm_shmctl")
int BPF_PROG(unchecked_segment, struct kern_ipc_perm *perm, int cmd)
{
	return perm->mode == 0 ? -1 : 0;
}

SEC("lsm/sem_semctl")
int BPF_PROG(unchecked_set, struct kern_ipc_perm *perm, int cmd)
{
	return perm->mode == 0 ? -1 : 0;
}
