// SPDX-License-Identifier: GPL-2.0
/*
 * W^X: no mapping becomes writable and executable at once, by mmap(), mprotect() or brk();
 * heap and stack never become executable, and neither does what a process wrote over
 * the contents of a file. Heap and stack are found by following vma->vm_mm, the
 * example of the KRSI discussions.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define EVENT_KINDS EVENT_EXECUTABLE

#include "files.h"
#include "kernel_types.h"
#include "policy.h"

/* include/linux/mm.h, uapi/linux/personality.h */
#define VM_EXEC 0x4
#define READ_IMPLIES_EXEC 0x0400000
#define PAGE_SIZE 4096

char LICENSE[] SEC("license") = "GPL";

const volatile _Bool enforce PARAM("bool", "refuse; false: only report") = 1;
const volatile _Bool modified PARAM("bool", "refuse to make a modified private mapping of a file executable") = 1;

enum memory {
	MEMORY_FINE,
	MEMORY_WRITABLE,
	MEMORY_HEAP,
	MEMORY_STACK,
	MEMORY_MODIFIED,
};

struct event_executable {
	struct event_header header;
	enum memory memory;
	_Bool refused;
	__u64 start;			/* 0: a mapping that is not there yet */
	char file[NAME_SIZE];		/* empty: none */
};
EMIT_EVENT(event_executable);

static __always_inline int refuse(enum memory memory, __u64 start, struct file *file)
{
	struct event_executable *event = NEW_EVENT(event_executable, EVENT_EXECUTABLE);

	if (event) {
		event->memory = memory;
		event->refused = enforce;
		event->start = start;
		event->file[0] = '\0';
		if (file)
			put_name(event->file, file->f_path.dentry);
		bpf_ringbuf_submit(event, 0);
	}
	return refuse_if(enforce, -EPERM);
}

SEC("lsm/mmap_file")
int BPF_PROG(deny_wx_mmap, struct file *file, unsigned long reqprot, unsigned long prot, unsigned long flags, int ret)
{
	if (ret)
		return ret;
	if (!(prot & PROT_WRITE) || !(prot & PROT_EXEC))
		return 0;
	return refuse(MEMORY_WRITABLE, 0, file);
}

/*
 * brk() asks neither of the other two hooks, but where its memory may be: from the page
 * after the heap. With this personality all that it adds is writable and executable.
 */
SEC("lsm/mmap_addr")
int BPF_PROG(deny_wx_heap, unsigned long address, int ret)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct mm_struct *mm;

	if (ret || !(task->personality & READ_IMPLIES_EXEC))
		return ret;
	mm = task->mm;
	if (!mm || address != ((mm->brk + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1UL)))
		return 0;
	return refuse(MEMORY_HEAP, address, 0);
}

static __always_inline enum memory judge(struct vm_area_struct *vma, unsigned long prot)
{
	struct mm_struct *mm = vma->vm_mm;

	if (!(prot & PROT_EXEC))
		return MEMORY_FINE;
	if (prot & PROT_WRITE)
		return MEMORY_WRITABLE;
	if (vma->vm_start < mm->brk && vma->vm_end > mm->start_brk)
		return MEMORY_HEAP;
	if (vma->vm_start <= mm->start_stack && vma->vm_end >= mm->start_stack)
		return MEMORY_STACK;
	/* What was executable while it was written to is that already. */
	if (modified && vma->vm_file && vma->anon_vma && !(vma->vm_flags & VM_EXEC))
		return MEMORY_MODIFIED;
	return MEMORY_FINE;
}

SEC("lsm/file_mprotect")
int BPF_PROG(deny_wx, struct vm_area_struct *vma, unsigned long reqprot, unsigned long prot, int ret)
{
	enum memory memory;

	if (ret)
		return ret;
	memory = judge(vma, prot);
	return memory == MEMORY_FINE ? 0 : refuse(memory, vma->vm_start, vma->vm_file);
}
