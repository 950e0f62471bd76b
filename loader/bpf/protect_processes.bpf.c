// SPDX-License-Identifier: GPL-2.0
/*
 * Keeps the processes of listed executables from being signalled, traced and
 * throttled by others. A process is known by the file that it executes. It may do
 * all that to itself, init may, and where `own_kind` is set so may processes of the
 * same executable; nobody becomes one but by executing it. As init may, nobody traces
 * init. What the kernel sends by itself does not come here.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define EVENT_KINDS EVENT_TOUCH

#include "kernel_types_task.h"
#include "policy.h"

/* include/linux/sched.h and ptrace.h */
#define PF_KTHREAD 0x00200000
#define PTRACE_MODE_ATTACH 0x2

/* include/uapi/linux/prctl.h */
#define PR_SET_MM 35
#define PR_SET_MM_EXE_FILE 13
#define PR_SET_MM_MAP 14

#define INIT 1

/* A process whose first thread has ended: how many threads are asked for its memory. */
#define MOST_THREADS 8

char LICENSE[] SEC("license") = "GPL";

const volatile _Bool enforce PARAM("bool", "refuse; false: only report") = 1;
const volatile _Bool own_kind PARAM("bool", "processes of the same executable may") = 1;
const volatile _Bool reading PARAM("bool", "its environment, memory map and descriptors are not shown either") = 0;

INODE_LIST(executables, "the executables whose processes are protected");

enum touch {
	TOUCH_SIGNAL,
	TOUCH_IO_SIGNAL,
	TOUCH_TRACE,
	TOUCH_TRACED_EXEC,
	TOUCH_NICE,
	TOUCH_SCHEDULER,
	TOUCH_IO_PRIORITY,
	TOUCH_LIMIT,
	TOUCH_KIND,
};

struct event_touch {
	struct event_header header;
	enum touch touch;
	_Bool refused;
	__u32 target;			/* its process id */
	__u32 number;			/* of a signal, a trace's mode, a limit */
	struct inode_key executable;
	char target_comm[16];
};
EMIT_EVENT(event_touch);

/* Who does something: what is compared with the target. */
struct actor {
	struct inode_key executable;	/* zeros: none */
	__u32 tgid;
};

/* Who said to whom a file's signals go. A file that is not here, or no longer, has
 * nobody's leave; one whose owner is set again is that one's. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, __u64);
	__type(value, struct actor);
} owners SEC(".maps");

/* A first thread that has ended has no memory; the others may be killed all the same. */
static __always_inline struct mm_struct *memory_of(struct task_struct *task)
{
	struct mm_struct *mm = task->mm;
	unsigned long head, node, thread;
	int i;

	if (mm)
		return mm;
	head = (unsigned long)BPF_CORE_READ(task, signal);
	if (!head)
		return 0;
	head += bpf_core_field_offset(struct signal_struct, thread_head);
	node = head;
	for (i = 0; i < MOST_THREADS && !mm; i++) {
		node = (unsigned long)BPF_CORE_READ((struct list_head *)node, next);
		if (!node || node == head)
			break;
		thread = node - bpf_core_field_offset(struct task_struct, thread_node);
		mm = BPF_CORE_READ((struct task_struct *)thread, mm);
	}
	return mm;
}

static __always_inline struct inode_key executable_of(struct task_struct *task)
{
	struct mm_struct *mm = memory_of(task);
	struct inode *inode = BPF_CORE_READ(mm, exe_file, f_inode);
	struct inode_key key = {};

	if (inode) {
		key.device = BPF_CORE_READ(inode, i_sb, s_dev);
		key.inode = BPF_CORE_READ(inode, i_ino);
	}
	return key;
}

static __always_inline int same(const struct inode_key *a, const struct inode_key *b)
{
	return a->device == b->device && a->inode == b->inode;
}

static __always_inline int is_protected(const struct inode_key *executable)
{
	return bpf_map_lookup_elem(&executables, executable) != 0;
}

static __always_inline int may(const struct actor *actor, struct task_struct *target,
			       const struct inode_key *executable)
{
	return actor->tgid == INIT || actor->tgid == (__u32)target->tgid ||
	       (own_kind && same(&actor->executable, executable));
}

static __always_inline int report(struct task_struct *target, const struct inode_key *executable, enum touch touch,
				  __u32 number)
{
	struct event_touch *event = NEW_EVENT(event_touch, EVENT_TOUCH);

	if (event) {
		event->touch = touch;
		event->refused = enforce;
		event->target = target->tgid;
		event->number = number;
		event->executable = *executable;
		if (BPF_CORE_READ_STR_INTO(&event->target_comm, target, comm) < 0)
			event->target_comm[0] = '\0';
		bpf_ringbuf_submit(event, 0);
	}
	return refuse_if(enforce, -EPERM);
}

static __always_inline struct actor this_one(void)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct actor actor = {
		.executable = executable_of(task),
		.tgid = task->tgid,
	};

	return actor;
}

/* Threads of the kernel act for nobody, or for somebody who was asked. */
static __always_inline int is_kernel(void)
{
	return (bpf_get_current_task_btf()->flags & PF_KTHREAD) != 0;
}

static __always_inline int judge(struct task_struct *target, enum touch touch, __u32 number)
{
	struct inode_key executable;
	struct actor actor;

	if (bpf_get_current_pid_tgid() >> 32 == (__u32)target->tgid || is_kernel())
		return 0;
	executable = executable_of(target);
	if (!is_protected(&executable))
		return 0;
	actor = this_one();
	return may(&actor, target, &executable) ? 0 : report(target, &executable, touch, number);
}

/* Signal 0 asks whether there is such a process. */
SEC("lsm/task_kill")
int BPF_PROG(protect_kill, struct task_struct *task, struct kernel_siginfo *info, int signal, const struct cred *cred,
	     int ret)
{
	if (ret)
		return ret;
	return signal ? judge(task, TOUCH_SIGNAL, signal) : 0;
}

/* fcntl(F_SETOWN) has a signal sent to a process when a file is ready: by whoever makes
 * it ready, so it is asked who set that. */
SEC("lsm/file_set_fowner")
void BPF_PROG(protect_note_owner, struct file *file)
{
	struct actor actor = this_one();
	__u64 key = (unsigned long)file;

	bpf_map_update_elem(&owners, &key, &actor, BPF_ANY);
}

static __always_inline __u64 file_of(const struct fown_struct *owner)
{
	if (bpf_core_field_exists(owner->file))
		return (unsigned long)owner->file;
	return (unsigned long)owner - bpf_core_field_offset(struct file___with_owner, f_owner);
}

SEC("lsm/file_send_sigiotask")
int BPF_PROG(protect_io_signal, struct task_struct *task, struct fown_struct *owner, int signal, int ret)
{
	struct inode_key executable;
	struct actor *actor;
	__u64 key;

	if (ret)
		return ret;
	executable = executable_of(task);
	if (!is_protected(&executable))
		return 0;
	key = file_of(owner);
	actor = bpf_map_lookup_elem(&owners, &key);
	if (actor && may(actor, task, &executable))
		return 0;
	return report(task, &executable, TOUCH_IO_SIGNAL, signal);
}

/* Of its own kind nobody is either: that may be the executable of every command. */
static __always_inline int judge_init(struct task_struct *task, unsigned int mode)
{
	struct inode_key executable;

	if (bpf_get_current_pid_tgid() >> 32 == INIT || is_kernel())
		return 0;
	executable = executable_of(task);
	return report(task, &executable, TOUCH_TRACE, mode);
}

/* Also asked for /proc/PID/mem, process_vm_writev(), pidfd_getfd() and their like. */
SEC("lsm/ptrace_access_check")
int BPF_PROG(protect_trace, struct task_struct *task, unsigned int mode, int ret)
{
	if (ret)
		return ret;
	if (task->tgid == INIT && (mode & PTRACE_MODE_ATTACH))
		return judge_init(task, mode);
	return reading || (mode & PTRACE_MODE_ATTACH) ? judge(task, TOUCH_TRACE, mode) : 0;
}

/* Who is traced already does not become a protected process. */
SEC("lsm/bprm_check_security")
int BPF_PROG(protect_exec, struct linux_binprm *bprm, int ret)
{
	struct task_struct *task = bpf_get_current_task_btf(), *tracer;
	struct inode_key executable;
	struct actor actor;

	if (ret)
		return ret;
	if (!task->ptrace)
		return 0;
	executable.device = bprm->file->f_inode->i_sb->s_dev;
	executable.inode = bprm->file->f_inode->i_ino;
	if (!is_protected(&executable))
		return 0;
	tracer = task->parent;
	actor.executable = executable_of(tracer);
	actor.tgid = tracer->tgid;
	return may(&actor, task, &executable) ? 0 : report(task, &executable, TOUCH_TRACED_EXEC, 0);
}

SEC("lsm/task_setnice")
int BPF_PROG(protect_nice, struct task_struct *task, int nice, int ret)
{
	return ret ? ret : judge(task, TOUCH_NICE, nice);
}

/* Policy, priority, affinity, and the processors of a cgroup that it is moved to. */
SEC("lsm/task_setscheduler")
int BPF_PROG(protect_scheduler, struct task_struct *task, int ret)
{
	return ret ? ret : judge(task, TOUCH_SCHEDULER, 0);
}

SEC("lsm/task_setioprio")
int BPF_PROG(protect_io_priority, struct task_struct *task, int priority, int ret)
{
	return ret ? ret : judge(task, TOUCH_IO_PRIORITY, priority);
}

SEC("lsm/task_setrlimit")
int BPF_PROG(protect_limit, struct task_struct *task, unsigned int resource, struct rlimit *limit, int ret)
{
	return ret ? ret : judge(task, TOUCH_LIMIT, resource);
}

/* Whoever has unmapped its own executable may say that it executes another one: then of two
 * that are listed, one could pass for the other. */
SEC("lsm/task_prctl")
int BPF_PROG(protect_kind, int option, unsigned long what, unsigned long arg3, unsigned long arg4, unsigned long arg5,
	     int ret)
{
	struct inode_key executable;

	if (ret)
		return ret;
	if (!own_kind || option != PR_SET_MM || (what != PR_SET_MM_EXE_FILE && what != PR_SET_MM_MAP))
		return 0;
	executable = executable_of(bpf_get_current_task_btf());
	return report(bpf_get_current_task_btf(), &executable, TOUCH_KIND, what);
}
