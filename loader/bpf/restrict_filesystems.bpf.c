// SPDX-License-Identifier: GPL-2.0
/*
 * Lets the processes of a cgroup open files on the listed file systems only. A
 * cgroup that is not in the list is not restricted by itself; one below a listed
 * cgroup is, by each of the listed ones that it is in.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define EVENT_KINDS EVENT_OPEN

#include "cgroups.h"
#include "files.h"
#include "kernel_types.h"
#include "policy.h"

#define ENTRIES 1024
#define TYPE_SIZE 32

char LICENSE[] SEC("license") = "GPL";

const volatile _Bool enforce PARAM("bool", "refuse; false: only report") = 1;

struct allowed {
	__u64 cgroup PARAM("cgroup", "whose processes, and those of its children, are restricted");
	char filesystem[TYPE_SIZE] PARAM("string", "a type that they may open files on, as in /proc/filesystems");
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, ENTRIES);
	__type(key, struct allowed);
	__type(value, __u32);
} allow SEC(".maps") PARAM("table", "which cgroup may open files where; cgroups without an entry may everywhere");

/* The cgroups of that list, put here at the first open. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, ENTRIES);
	__type(key, __u64);
	__type(value, __u32);
} restricted SEC(".maps");

_Bool list_is_read = 0;

struct event_open {
	struct event_header header;
	__u64 restricted_by;		/* a cgroup */
	_Bool refused;
	char filesystem[TYPE_SIZE];
	char path[PATH_SIZE];
};
EMIT_EVENT(event_open);

static long note_cgroup(struct bpf_map *map, const struct allowed *entry, const __u32 *value, void *unused)
{
	__u64 cgroup = entry->cgroup;
	__u32 one = 1;

	bpf_map_update_elem(&restricted, &cgroup, &one, BPF_ANY);
	return 0;
}

/* Two that come here at once both read it, and put the same there. */
static __always_inline void read_list(void)
{
	bpf_for_each_map_elem(&allow, note_cgroup, 0, 0);
	list_is_read = 1;
}

static __always_inline int refuse(struct file *file, const struct allowed *entry)
{
	struct event_open *event = NEW_EVENT(event_open, EVENT_OPEN);

	if (event) {
		event->restricted_by = entry->cgroup;
		event->refused = enforce;
		__builtin_memcpy(event->filesystem, entry->filesystem, sizeof(event->filesystem));
		put_path(event->path, file);
		bpf_ringbuf_submit(event, 0);
	}
	return refuse_if(enforce, -EPERM);
}

struct judgement {
	struct allowed entry;
	_Bool listed;			/* by all cgroups that restrict it */
};

/* Of the cgroups that the process is in, the one `level` below the root; 1 ends the walk. */
static long judge_level(__u32 level, struct judgement *judgement)
{
	struct allowed *entry = &judgement->entry;

	entry->cgroup = bpf_get_current_ancestor_cgroup_id(level);
	if (!entry->cgroup)
		return 1;
	judgement->listed = !bpf_map_lookup_elem(&restricted, &entry->cgroup) || bpf_map_lookup_elem(&allow, entry);
	return !judgement->listed;
}

SEC("lsm/file_open")
int BPF_PROG(restrict_filesystems, struct file *file, int ret)
{
	struct judgement judgement = {.listed = 1};

	if (ret)
		return ret;
	if (!list_is_read)
		read_list();
	bpf_probe_read_kernel_str(judgement.entry.filesystem, sizeof(judgement.entry.filesystem), file->f_inode->i_sb->s_type->name);
	each_level(judge_level, &judgement);
	return judgement.listed ? 0 : refuse(file, &judgement.entry);
}
