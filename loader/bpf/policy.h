/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a policy says about itself to hookload: its parameters and its events.
 *
 * A parameter is a read-only global, a map, or a member of a map's key or value.
 * Its kind, and what it is for, stand in the object's BTF, so that hookload can
 * check a parameter file against the policy and `hookload check` can show it:
 *
 *	const volatile _Bool enforce PARAM("bool", "refuse; false: only report") = 1;
 *	const volatile __u32 depth PARAM("u32 1..32", "directories looked up") = 16;
 *	struct {
 *		__uint(type, BPF_MAP_TYPE_HASH);
 *		__uint(max_entries, 1024);
 *		__type(key, struct inode_key);
 *		__type(value, __u32);
 *	} protected SEC(".maps") PARAM("inode", "files and directories");
 *
 * Kinds: bool, u16, u32, u64 (a range may follow: "u32 1..32"), string (a char
 * array, with room for its NUL), port (u16), cgroup (u64: a directory's id), inode
 * (struct inode_key: of a path), cidr (16 bytes at the end of an LPM trie's key,
 * whose first member is `__u32 prefixlen`). A map is a list in the parameter file:
 * of such values; or, where the map has PARAM("table", …) and the members of its key
 * have kinds, of tables (`allow = [{cgroup = "/web", port = 443}]`, in which numbers
 * and bools that are not given are 0). Members of a value can have kinds as well. A
 * value without any is 1.
 *
 * Events are records in a ring buffer named `events`. Each begins with a struct
 * event_header; an enumerator EVENT_EXEC of enum event_kind names a struct
 * event_exec. EMIT_EVENT() keeps that struct in the BTF. `dropped` counts the events for which
 * there was no room.
 */
#ifndef HOOKMATRIX_POLICY_H
#define HOOKMATRIX_POLICY_H

#define PARAM(KIND, HELP) __attribute__((btf_decl_tag("param " KIND "; " HELP)))

/* i_sb->s_dev (major << 20 | minor) and i_ino. */
struct inode_key {
	__u64 device;
	__u64 inode;
};

/* A list of files and directories: the most common parameter. */
#define INODE_LIST(NAME, HELP)						\
	struct {							\
		__uint(type, BPF_MAP_TYPE_HASH);			\
		__uint(max_entries, 1024);				\
		__type(key, struct inode_key);				\
		__type(value, __u32);					\
	} NAME SEC(".maps") PARAM("inode", HELP)

/* An IPv6 address, or an IPv4 address as ::ffff:a.b.c.d. */
typedef __u8 ip_address[16];

#define EMIT_EVENT(STRUCT) struct STRUCT *hookload_##STRUCT

/*
 * `enforce ? -EPERM : 0`: clang makes shifts of it, after which the verifier does not
 * know the bounds of the answer. It does not look behind the asm.
 */
static inline __attribute__((always_inline)) int refuse_if(_Bool enforce, int error)
{
	if (!enforce)
		return 0;
	asm volatile("" : "+r"(error));
	return error;
}

/*
 * A policy that has events names their kinds before it includes this header,
 * after bpf_helpers.h, and so gets the ring buffer, the counter and NEW_EVENT():
 *
 *	#define EVENT_KINDS EVENT_EXEC, EVENT_MODULE
 *	#include "policy.h"
 *
 *	struct event_exec {
 *		struct event_header header;
 *		char path[PATH_SIZE];
 *	};
 *	EMIT_EVENT(event_exec);
 *
 *	struct event_exec *event = NEW_EVENT(event_exec, EVENT_EXEC);
 *	if (event) {
 *		put_path(event->path, file);
 *		bpf_ringbuf_submit(event, 0);
 *	}
 *
 * NEW_EVENT() fills the header alone: the rest holds what was there before.
 */
#ifdef EVENT_KINDS

#define EVENT_BYTES (256 * 1024)

enum event_kind { EVENT_KINDS };

struct event_header {
	__u64 time_ns;		/* CLOCK_MONOTONIC */
	enum event_kind kind;
	__u32 pid;		/* what user space calls so: the thread group */
	__u32 uid;
	__u64 cgroup;
	char comm[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, EVENT_BYTES);
} events SEC(".maps");

__u64 dropped = 0;

static __always_inline void *new_event(enum event_kind kind, __u64 size)
{
	struct event_header *header = bpf_ringbuf_reserve(&events, size, 0);

	if (!header) {
		__sync_fetch_and_add(&dropped, 1);
		return 0;
	}
	__builtin_memset(header, 0, sizeof(*header));
	header->time_ns = bpf_ktime_get_ns();
	header->kind = kind;
	header->pid = bpf_get_current_pid_tgid() >> 32;
	header->uid = bpf_get_current_uid_gid();
	header->cgroup = bpf_get_current_cgroup_id();
	bpf_get_current_comm(header->comm, sizeof(header->comm));
	return header;
}

#define NEW_EVENT(STRUCT, KIND) ((struct STRUCT *)new_event(KIND, sizeof(struct STRUCT)))

#endif

#endif
