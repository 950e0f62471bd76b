// SPDX-License-Identifier: GPL-2.0
/*
 * W^X for mprotect(): no mapping becomes writable and executable at once, and
 * heap and stack never become executable. Heap and stack are found by following
 * vma->vm_mm, the example of the KRSI discussions.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "kernel_types.h"

/* uapi/asm-generic/mman-common.h; sys/mman.h has no place in a BPF program. */
#define PROT_WRITE 0x2
#define PROT_EXEC 0x4

char LICENSE[] SEC("license") = "GPL";

SEC("lsm/file_mprotect")
int BPF_PROG(deny_wx, struct vm_area_struct *vma, unsigned long reqprot, unsigned long prot, int ret)
{
	struct mm_struct *mm = vma->vm_mm;

	if (ret)
		return ret;
	if (!(prot & PROT_EXEC))
		return 0;
	if (prot & PROT_WRITE)
		return -EPERM;
	if (vma->vm_start < mm->brk && vma->vm_end > mm->start_brk)
		return -EPERM;
	if (vma->vm_start <= mm->start_stack && vma->vm_end >= mm->start_stack)
		return -EPERM;
	return 0;
}
