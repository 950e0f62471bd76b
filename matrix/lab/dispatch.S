/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How a hook reaches its callbacks: one call of security_file_permission(), from
 * the call to the return, with 0 to 8 callbacks that allow.
 */
#include "matrix/lab/sequence.h"

/* A callback of an LSM that has nothing against it. */
.macro CALLBACK number
	LAB_FUNCTION .Lcallback_\number
	xor	%eax, %eax
	LAB_RETURN
.endm

.macro CALL_HOOK function, unused
	mov	$2, %esi
	mov	%r13, %rdi
	call	\function
.endm

	.irp	number, 1, 2, 3, 4, 5, 6, 7, 8
	CALLBACK \number
	.endr

/* dispatch=list: elements of one list, each of another LSM and so on a line of its
 * own: an address of the next one, and the callback. */
.macro LIST_ELEMENT length, number, next
	LAB_DATA
	.p2align 6
.Lelement_\length\()_\number:
	.quad	0
	.quad	\next
	.quad	0
	.quad	.Lcallback_\number
.endm

.macro LIST length
	LAB_DATA
	.p2align 3
.Lhead_\length:
	.quad	.Lelement_\length\()_1
	.set	.Lleft, \length
	.irp	number, 1, 2, 3, 4, 5, 6, 7, 8
	.if	.Lleft > 1
	LIST_ELEMENT \length, \number, (.Lelement_\length\()_\number + 64)
	.elseif	.Lleft == 1
	LIST_ELEMENT \length, \number, 0
	.endif
	.set	.Lleft, .Lleft - 1
	.endr
.endm

.macro REACH_DIRECTLY
	call	*%rax
.endm

.macro REACH_BY_LFENCE
	lfence
	call	*%rax
.endm

.macro REACH_BY_RETPOLINE
	call	lab_thunk_generic
.endm

.macro LIST_WALK function, reach, length
	LAB_FUNCTION \function
	push	%r12
	mov	%esi, %r12d
	push	%rbp
	mov	%rdi, %rbp
	push	%rbx
	NOP2
	mov	.Lhead_\length(%rip), %rbx
	test	%rbx, %rbx
	jne	2f
	jmp	4f
1:
	mov	8(%rbx), %rbx
	test	%rbx, %rbx
	je	4f
2:
	mov	24(%rbx), %rax
	mov	%r12d, %esi
	mov	%rbp, %rdi
	\reach
	test	%eax, %eax
	je	1b
3:
	pop	%rbx
	pop	%rbp
	pop	%r12
	LAB_RETURN
4:
	pop	%rbx
	xor	%eax, %eax
	pop	%rbp
	pop	%r12
	LAB_RETURN
.endm

	.irp	length, 1, 2, 3, 4, 5, 6, 7, 8
	LIST \length
	LIST_WALK .Llist_indirect_\length, REACH_DIRECTLY, \length
	LIST_WALK .Llist_lfence_\length, REACH_BY_LFENCE, \length
	LIST_WALK .Llist_retpoline_\length, REACH_BY_RETPOLINE, \length
	LAB_SEQUENCE list_indirect_\length, CALL_HOOK, .Llist_indirect_\length
	LAB_SEQUENCE list_lfence_\length, CALL_HOOK, .Llist_lfence_\length
	LAB_SEQUENCE list_retpoline_\length, CALL_HOOK, .Llist_retpoline_\length
	.endr

/* dispatch=jump-table: one jump, patched to the rung from which as many calls are
 * left as there are callbacks. */
.macro LADDER length
	LAB_FUNCTION .Lladder_\length
	push	%r12
	push	%rbp
	mov	%esi, %ebp
	push	%rbx
	mov	%rdi, %rbx
	.if	\length
	jmp	5f
	.else
	NOP5
	.endif
	xor	%eax, %eax
7:
	pop	%rbx
	pop	%rbp
	pop	%r12
	LAB_RETURN
5:
	.set	.Lleft, \length
	.irp	number, 1, 2, 3, 4, 5, 6, 7, 8
	.if	.Lleft > 0
	.if	.Lleft < \length
	mov	%ebp, %esi
	mov	%rbx, %rdi
	.endif
	call	.Lcallback_\number
	test	%eax, %eax
	jne	7b
	.endif
	.set	.Lleft, .Lleft - 1
	.endr
	NOP5
	xor	%eax, %eax
	jmp	7b
	LAB_SEQUENCE ladder_\length, CALL_HOOK, .Lladder_\length
.endm

	.irp	length, 0, 1, 2, 3, 4, 5, 6, 7, 8
	LADDER \length
	.endr

/* dispatch=static-call: mainline's, a key and a call for each of twelve LSMs. */
.macro STATIC_CALLS length
	LAB_FUNCTION .Lstatic_calls_\length
	push	%rbp
	mov	%esi, %ebp
	push	%rbx
	mov	%rdi, %rbx
	.set	.Lleft, \length
	.irp	number, 1, 2, 3, 4, 5, 6, 7, 8
	.if	.Lleft > 0
	jmp	.Lslot_\length\()_\number
	.else
	NOP5
	.endif
.Lafter_\length\()_\number:
	.set	.Lleft, .Lleft - 1
	.endr
	.rept	4
	NOP5
	.endr
	xor	%eax, %eax
8:
	pop	%rbx
	pop	%rbp
	LAB_RETURN
	.irp	number, 1, 2, 3, 4, 5, 6, 7, 8
.Lslot_\length\()_\number:
	mov	%ebp, %esi
	mov	%rbx, %rdi
	call	.Lcallback_\number
	test	%eax, %eax
	je	.Lafter_\length\()_\number
	jmp	8b
	.endr
	LAB_SEQUENCE static_calls_\length, CALL_HOOK, .Lstatic_calls_\length
.endm

	.irp	length, 0, 1, 2, 3, 4, 5, 6, 7, 8
	STATIC_CALLS \length
	.endr

	.section .note.GNU-stack, "", @progbits
