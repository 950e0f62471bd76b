// SPDX-License-Identifier: GPL-2.0
/*
 * Work that a program leaves to a kernel thread, where it may sleep.
 */
#include "feature.h"

struct element {
	struct bpf_wq work;
	__u64 address;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct element);
} elements SEC(".maps");

extern int bpf_wq_init(struct bpf_wq *wq, void *map, unsigned int flags) __ksym;
extern int bpf_wq_start(struct bpf_wq *wq, unsigned int flags) __ksym;
extern int bpf_wq_set_callback_impl(struct bpf_wq *wq, int (*callback)(void *map, int *key, void *value),
				    unsigned int flags, void *aux) __ksym;

static int work(void *map, int *key, void *value)
{
	struct element *element = value;
	__u64 nothing;

	/* Here it may sleep, whoever started it. */
	state.value[1] = bpf_copy_from_user(&nothing, sizeof(nothing), (void *)element->address);
	state.value[2] = bpf_get_current_pid_tgid() >> 32;
	state.value[0] = 1;
	return 0;
}

CALLED("lsm/task_prctl", start)
{
	struct element *element;
	__u32 key = 0;

	element = bpf_map_lookup_elem(&elements, &key);
	if (!element)
		return -ENOENT;
	element->address = a;
	if (bpf_wq_init(&element->work, &elements, 0) ||
	    bpf_wq_set_callback_impl(&element->work, work, 0, NULL))
		return -ENOTRECOVERABLE;
	return bpf_wq_start(&element->work, 0);
}
