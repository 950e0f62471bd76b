/* SPDX-License-Identifier: GPL-2.0 */
/* What a processor does one at a time: the prices that a model adds up. */
#include "matrix/lab/sequence.h"

.macro NOTHING a, b
.endm

/* Four that wait for nothing, and four of which each waits for the one before. The
 * latter of registers: some processors add a constant before the sum is needed. */
.macro ADD_APART a, b
	lea	1(%r9), %rax
	lea	2(%r9), %rcx
	lea	3(%r9), %rdx
	lea	4(%r9), %r8
.endm

.macro ADD_CHAIN a, b
	add	%r9, %rax
	add	%r9, %rax
	add	%r9, %rax
	add	%r9, %rax
.endm

/* An idle gate: a static key that is off. */
.macro GATE a, b
	NOP5
.endm

/* A static key that is on: to what would not run otherwise, and back. */
.macro JUMP a, b
	jmp	881f
	int3
	int3
	int3
881:
.endm

.macro LOAD_APART a, b
	mov	(%r14), %rax
	mov	8(%r14), %rcx
	mov	16(%r14), %rdx
	mov	24(%r14), %r8
.endm

/* Each address comes from the load before: it points to itself. */
.macro LOAD_CHAIN a, b
	mov	(%r13), %r13
	mov	(%r13), %r13
	mov	(%r13), %r13
	mov	(%r13), %r13
.endm

.macro STORE a, b
	mov	%rax, -8(%rsp)
	mov	%rax, -16(%rsp)
	mov	%rax, -24(%rsp)
	mov	%rax, -32(%rsp)
.endm

/* A read, change and write of a counter, as of a reference of this CPU. */
.macro COUNT_UP a, b
	incq	-8(%rsp)
.endm

.macro COUNT_UP_LOCKED a, b
	lock addq $1, -8(%rsp)
.endm

.macro JUMP_NOT_TAKEN a, b
	test	%r12, %r12
	je	882f
882:
.endm

.macro JUMP_TAKEN a, b
	test	%r12, %r12
	jne	883f
	int3
883:
.endm

/* Taken or not by a byte of `bits`. */
.macro JUMP_BY_BITS a, b
	movzbl	(%r14, %r15), %eax
	inc	%r15
	and	$(LAB_BITS - 1), %r15d
	test	%eax, %eax
	je	884f
	NOP2
884:
.endm

	LAB_FUNCTION .Lreturn_at_once
	LAB_RETURN

	LAB_FUNCTION .Lreturn_at_once_too
	LAB_RETURN

	LAB_DATA
	.p2align 6
.Ltargets:
	.quad	.Lreturn_at_once
	.quad	.Lreturn_at_once_too

.macro CALL_DIRECT a, b
	call	.Lreturn_at_once
.endm

.macro CALL_INDIRECT a, b
	mov	.Ltargets(%rip), %rax
	call	*%rax
.endm

.macro CALL_INDIRECT_LFENCE a, b
	mov	.Ltargets(%rip), %rax
	lfence
	call	*%rax
.endm

.macro CALL_RETPOLINE a, b
	mov	.Ltargets(%rip), %rax
	call	lab_thunk_generic
.endm

/* One of two targets, by a byte of `bits`. */
.macro CALL_BY_BITS a, b
	movzbl	(%r14, %r15), %eax
	inc	%r15
	and	$(LAB_BITS - 1), %r15d
	lea	.Ltargets(%rip), %rcx
	mov	(%rcx, %rax, 8), %rax
	call	*%rax
.endm

/* arch/x86/lib/retpoline.S: where speculation goes, int3 waits. */
	LAB_TEXT
	.p2align 5
	.globl	lab_thunk_generic
	.type	lab_thunk_generic, @function
lab_thunk_generic:
	call	885f
	int3
885:
	mov	%rax, (%rsp)
	LAB_RETURN

/* What a function of a kernel ends with where returns are not to be predicted. */
	.p2align 6
.Lreturn_thunk:
	LAB_RETURN

	LAB_FUNCTION .Lreturn_by_thunk
	jmp	.Lreturn_thunk

.macro CALL_THUNKED a, b
	call	.Lreturn_by_thunk
.endm

/* CALL(rounds, bits, sequence): by way of a retpoline, so that no code of the
 * sequence is fetched before it runs. */
	.section lab_other, "ax", @progbits
	.globl	lab_call_unforeseen
	.type	lab_call_unforeseen, @function
lab_call_unforeseen:
	call	1f
	int3
1:
	mov	%rdx, (%rsp)
	LAB_RETURN

	LAB_TEXT

/* A caller, a function, and a trampoline that returns to the caller: one call
 * more than there are returns, so that the processor's stack of return addresses
 * is off by one from here on. */
	.p2align 4
.Lskip_frame:
	add	$8, %rsp
	LAB_RETURN

	LAB_FUNCTION .Lskipped
	call	.Lskip_frame
	int3

.macro CALL_SKIPPED a, b
	call	.Lskipped
.endm

/* The same calls where each has its return. */
	.p2align 4
.Lkeep_frame:
	LAB_RETURN

	LAB_FUNCTION .Lnot_skipped
	call	.Lkeep_frame
	LAB_RETURN

.macro CALL_NOT_SKIPPED a, b
	call	.Lnot_skipped
.endm

	LAB_SEQUENCE nothing, NOTHING
	LAB_SEQUENCE add_apart, ADD_APART
	LAB_SEQUENCE add_chain, ADD_CHAIN
	LAB_SEQUENCE gate, GATE
	LAB_SEQUENCE jump, JUMP
	LAB_SEQUENCE load_apart, LOAD_APART
	LAB_SEQUENCE store, STORE
	LAB_SEQUENCE count_up, COUNT_UP
	LAB_SEQUENCE count_up_locked, COUNT_UP_LOCKED
	LAB_SEQUENCE jump_not_taken, JUMP_NOT_TAKEN
	LAB_SEQUENCE jump_taken, JUMP_TAKEN
	LAB_SEQUENCE jump_by_bits, JUMP_BY_BITS
	LAB_SEQUENCE jump_known, JUMP_BY_BITS
	LAB_SEQUENCE call_direct, CALL_DIRECT
	LAB_SEQUENCE call_indirect, CALL_INDIRECT
	LAB_SEQUENCE call_indirect_lfence, CALL_INDIRECT_LFENCE
	LAB_SEQUENCE call_retpoline, CALL_RETPOLINE
	LAB_SEQUENCE call_by_bits, CALL_BY_BITS
	LAB_SEQUENCE call_known, CALL_BY_BITS
	LAB_SEQUENCE return_thunk, CALL_THUNKED
	LAB_SEQUENCE call_skipped, CALL_SKIPPED
	LAB_SEQUENCE call_not_skipped, CALL_NOT_SKIPPED

	LAB_SEQUENCE load_chain, LOAD_CHAIN

	LAB_DATA
	.p2align 6
	.globl	lab_points_to_itself
lab_points_to_itself:
	.quad	lab_points_to_itself

	.section .note.GNU-stack, "", @progbits
