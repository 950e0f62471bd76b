// SPDX-License-Identifier: GPL-2.0
/*
 * A timer that a program starts, and one that it stops again.
 */
#include "feature.h"

struct element {
	struct bpf_timer timer;
	__u64 fired;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct element);
} timers SEC(".maps");

static int fire(void *map, __u32 *key, struct element *element)
{
	element->fired++;
	state.value[0] += *key;
	return 0;
}

CALLED("lsm/task_prctl", start)
{
	struct element fresh = {}, *element;
	__u32 key = a;

	if (b) {
		if (bpf_map_update_elem(&timers, &key, &fresh, BPF_NOEXIST))
			return -EEXIST;
		element = bpf_map_lookup_elem(&timers, &key);
		if (!element || bpf_timer_init(&element->timer, &timers, 1 /* CLOCK_MONOTONIC */) ||
		    bpf_timer_set_callback(&element->timer, fire))
			return -ENOTRECOVERABLE;
		return bpf_timer_start(&element->timer, b, 0);
	}
	element = bpf_map_lookup_elem(&timers, &key);
	state.value[1] = element ? bpf_timer_cancel(&element->timer) : -ENOENT;
	return 0;
}
