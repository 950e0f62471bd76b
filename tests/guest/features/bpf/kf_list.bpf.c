// SPDX-License-Identifier: GPL-2.0
/*
 * Objects that programs allocate, in a list that a lock protects.
 */
#include "feature.h"
#include <bpf/bpf_core_read.h>

extern void *bpf_obj_new_impl(__u64 type, void *meta) __ksym;
extern void bpf_obj_drop_impl(void *object, void *meta) __ksym;
extern int bpf_list_push_back_impl(struct bpf_list_head *head, struct bpf_list_node *node, void *meta,
				   __u64 offset) __ksym;
extern struct bpf_list_node *bpf_list_pop_front(struct bpf_list_head *head) __ksym;

struct item {
	struct bpf_list_node node;
	__u64 number;
};

struct list {
	struct bpf_spin_lock lock;
	struct bpf_list_head head __attribute__((btf_decl_tag("contains:item:node")));
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct list);
} lists SEC(".maps");

static __always_inline int put(struct list *list, __u64 number)
{
	struct item *item = bpf_obj_new_impl(bpf_core_type_id_local(struct item), NULL);

	if (!item)
		return -ENOMEM;
	item->number = number;
	bpf_spin_lock(&list->lock);
	bpf_list_push_back_impl(&list->head, &item->node, NULL, 0);
	bpf_spin_unlock(&list->lock);
	return 0;
}

static __always_inline long take(struct list *list)
{
	struct bpf_list_node *node;
	struct item *item;
	long number;

	bpf_spin_lock(&list->lock);
	node = bpf_list_pop_front(&list->head);
	bpf_spin_unlock(&list->lock);
	if (!node)
		return -ENOENT;
	/* The node is the item's first member. */
	item = (struct item *)node;
	number = item->number;
	bpf_obj_drop_impl(item, NULL);
	return number;
}

CALLED("lsm/task_prctl", put_or_take)
{
	struct list *list;
	__u32 key = 0;

	list = bpf_map_lookup_elem(&lists, &key);
	if (!list)
		return -ENOENT;
	if (a)
		return put(list, a);
	state.value[0] = take(list);
	return 0;
}
