/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How a program is called where it is attached: the stub of a hook, its patched
 * call, and what mainline's trampoline and that of the series do around a program
 * of nine instructions. What is of a task or of a CPU in the kernel is in one
 * object here.
 */
#include "matrix/lab/sequence.h"

#define NESTING 0x3c
#define SPECIAL 0x40
#define DISABLED 0x48
#define PREEMPT 0x50
#define RUN_CTX 0x80
#define CPUS 0xc0
#define PINNED 0xc8
#define STATISTICS 0xd0
#define REFERENCE 0x100

	LAB_DATA
	.p2align 6
.Ltask:
	.zero	PREEMPT
	.long	0x80000000	/* nobody waits for the CPU */
	.zero	CPUS - PREEMPT - 4
	.quad	.Ltask + CPUS
	.zero	0x140 - CPUS - 8
.Ltask_address:
	.quad	.Ltask

	.macro TASK register
	mov	.Ltask_address(%rip), \register
	.endm

	LAB_FUNCTION .Lrcu_read_lock
	TASK	%rdx
	mov	NESTING(%rdx), %eax
	add	$1, %eax
	mov	%eax, NESTING(%rdx)
	LAB_RETURN

	LAB_FUNCTION .Lrcu_read_unlock
	TASK	%rdi
	subl	$1, NESTING(%rdi)
	jne	1f
	mov	SPECIAL(%rdi), %eax
	test	%eax, %eax
	jne	2f
1:
	LAB_RETURN
2:
	int3

	LAB_FUNCTION .Lmigrate_disable
	TASK	%rdx
	movzwl	DISABLED(%rdx), %eax
	test	%ax, %ax
	jne	1f
	incl	.Ltask + PREEMPT(%rip)
	TASK	%rax
	addl	$1, PINNED(%rax)
	mov	$1, %eax
	mov	%ax, DISABLED(%rdx)
	decl	.Ltask + PREEMPT(%rip)
	je	2f
1:
	LAB_RETURN
2:
	int3

	LAB_FUNCTION .Lmigrate_enable
	push	%rbp
	mov	%rsp, %rbp
	push	%rbx
	sub	$0x20, %rsp
	TASK	%rbx
	mov	%fs:0x28, %rax
	mov	%rax, -0x10(%rbp)
	xor	%eax, %eax
	movq	$0, -0x18(%rbp)
	movzwl	DISABLED(%rbx), %eax
	lea	CPUS(%rbx), %rdx
	movq	$0, -0x20(%rbp)
	mov	%rdx, -0x28(%rbp)
	movl	$4, -0x18(%rbp)
	cmp	$1, %ax
	ja	1f
	incl	.Ltask + PREEMPT(%rip)
	cmp	CPUS(%rbx), %rdx
	je	3f
	int3
3:
	xor	%eax, %eax
	mov	%ax, DISABLED(%rbx)
	TASK	%rax
	subl	$1, PINNED(%rax)
	decl	.Ltask + PREEMPT(%rip)
	je	2f
	mov	-0x10(%rbp), %rax
	sub	%fs:0x28, %rax
	jne	2f
1:
	mov	-0x8(%rbp), %rbx
	leave
	LAB_RETURN
2:
	int3

	.macro TRAMPOLINE_REFERENCE name, change
	.p2align 4
\name:
	endbr64
	push	%rbx
	mov	%rdi, %rbx
	call	.Lrcu_read_lock
	mov	.Ltask_address(%rip), %rax
	test	$3, %al
	jne	1f
	\change	REFERENCE(%rax)
1:
	pop	%rbx
	jmp	.Lrcu_read_unlock
	.endm

	TRAMPOLINE_REFERENCE .Ltramp_enter, incq
	TRAMPOLINE_REFERENCE .Ltramp_exit, decq

	.p2align 4
.Lprog_enter:
	endbr64
	push	%rbx
	mov	%rsi, %rbx
	call	.Lrcu_read_lock
	call	.Lmigrate_disable
	TASK	%rax
	mov	RUN_CTX(%rax), %rdx
	mov	%rbx, RUN_CTX(%rax)
	mov	%rdx, 8(%rbx)
	NOP2
	mov	$1, %eax
	pop	%rbx
	LAB_RETURN

	.p2align 4
.Lupdate_stats:
	NOP2
	LAB_RETURN

	.p2align 4
.Lprog_exit:
	endbr64
	mov	8(%rdx), %rdx
	TASK	%rax
	mov	%rdx, RUN_CTX(%rax)
	call	.Lupdate_stats
	call	.Lmigrate_enable
	jmp	.Lrcu_read_unlock

	LAB_FUNCTION .Lprogram
	NOP2
	push	%rbp
	mov	%rsp, %rbp
	endbr64
	xor	%eax, %eax
	leave
	LAB_RETURN

/* bpf_jit_comp.c of 6.12, for a hook of two arguments and one program. Called by the
 * stub it returns past it; reached by a jump, as from 6.19 on, it just returns. */
	.macro STOCK name, reach, past_the_stub
	.p2align 4
.L\name\()_image:
	push	%rbp
	mov	%rsp, %rbp
	sub	$0x50, %rsp
	mov	%rbx, -0x28(%rbp)
	mov	$2, %eax
	mov	%rax, -0x18(%rbp)
	mov	%rdi, -0x20(%rbp)
	mov	%rsi, -0x18(%rbp)
	lea	.Ltask(%rip), %rdi
	call	.Ltramp_enter
	xor	%eax, %eax
	mov	%rax, -8(%rbp)
	xor	%edi, %edi
	mov	%rdi, -0x38(%rbp)
	lea	.Lprogram(%rip), %rdi
	lea	-0x48(%rbp), %rsi
	call	.Lprog_enter
	mov	%rax, %rbx
	test	%rax, %rax
	je	1f
	lea	-0x20(%rbp), %rdi
	call	.Lprogram
	mov	%rax, -8(%rbp)
1:
	lea	.Lprogram(%rip), %rdi
	mov	%rbx, %rsi
	lea	-0x48(%rbp), %rdx
	call	.Lprog_exit
	cmpq	$0, -8(%rbp)
	jne	2f
	mov	-0x20(%rbp), %rdi
	mov	-0x18(%rbp), %rsi
	call	.L\name\()_stub_body
	mov	%rax, -8(%rbp)
	NOP5
	nopl	(%rax)			/* to a multiple of 16 bytes */
2:
	lea	.Ltask(%rip), %rdi
	call	.Ltramp_exit
	mov	-8(%rbp), %rax
	mov	-0x28(%rbp), %rbx
	leave
	.if	\past_the_stub
	add	$8, %rsp
	.endif
	LAB_RETURN

	.p2align 4
.L\name\()_stub:
	endbr64
	\reach	.L\name\()_image
.L\name\()_stub_body:
	xor	%eax, %eax
	LAB_RETURN
	.endm

	STOCK stock, call, 1
	STOCK paired, jmp, 0

/* prepare_hook_trampoline() of the series, for the same hook. */
	.p2align 4
.Lhook_image:
	push	%rbp
	mov	%rsp, %rbp
	sub	$0x40, %rsp
	movq	$2, -0x20(%rbp)
	mov	%rdi, -0x18(%rbp)
	mov	%rsi, -0x10(%rbp)
	movq	$0, -8(%rbp)
	cmpl	$0, .Ltask + STATISTICS(%rip)
	jne	1f
	incl	.Ltask + PREEMPT(%rip)
	TASK	%rdx
	mov	RUN_CTX(%rdx), %rax
	mov	%rax, -0x30(%rbp)
	lea	-0x38(%rbp), %rax
	mov	%rax, RUN_CTX(%rdx)
	movq	$0, -0x28(%rbp)		/* the cookie */
	lea	-0x18(%rbp), %rdi
	call	.Lprogram
	test	%eax, %eax
	jne	1f
	TASK	%rdx
	mov	-0x30(%rbp), %rax
	mov	%rax, RUN_CTX(%rdx)
	decl	.Ltask + PREEMPT(%rip)
	je	1f
	leave
	LAB_RETURN
1:
	int3

	.p2align 4
.Lhook_stub:
	endbr64
	call	.Lhook_image
	xor	%eax, %eax
	LAB_RETURN

/* The functions above the hook: as deep as a system call is at a hook. */
	.macro NESTED name, inner
	LAB_FUNCTION \name
	call	\inner
	test	%eax, %eax
	jne	1f
1:
	LAB_RETURN
	.endm

	.macro CALLERS stub
	NESTED .Lcaller_1_\stub, .L\stub
	NESTED .Lcaller_2_\stub, .Lcaller_1_\stub
	NESTED .Lcaller_3_\stub, .Lcaller_2_\stub
	NESTED .Lcaller_4_\stub, .Lcaller_3_\stub
	.endm

	CALLERS stock_stub
	CALLERS paired_stub
	CALLERS hook_stub
	LAB_FUNCTION .Lno_stub
	xor	%eax, %eax
	LAB_RETURN
	CALLERS no_stub

	.macro CALL_STUB function, unused
	mov	$2, %esi
	mov	%r13, %rdi
	call	\function
	.endm

	LAB_SEQUENCE trampoline_stock, CALL_STUB, .Lstock_stub
	LAB_SEQUENCE trampoline_hook, CALL_STUB, .Lhook_stub
	LAB_SEQUENCE deep_no_program, CALL_STUB, .Lcaller_4_no_stub
	LAB_SEQUENCE deep_trampoline_stock, CALL_STUB, .Lcaller_4_stock_stub
	LAB_SEQUENCE deep_trampoline_paired, CALL_STUB, .Lcaller_4_paired_stub
	LAB_SEQUENCE deep_trampoline_hook, CALL_STUB, .Lcaller_4_hook_stub

	.section .note.GNU-stack, "", @progbits
