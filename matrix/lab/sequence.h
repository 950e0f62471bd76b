/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Macros for the sequences of the lab (*.S). A sequence is a function
 *
 *	void lab_NAME(unsigned long rounds, const unsigned char *bits);
 *
 * that runs its code LAB_COPIES times a round, each copy at an address of its own
 * as in a kernel, where few callers share a site. `bits` are LAB_BITS bytes of 0
 * and 1 for what shall not be predicted: more than a predictor remembers. In a copy, the registers rax, rcx, rdx,
 * rsi, rdi and r8 to r11 are free, r13 holds
 * the address of a word that holds its own address, r14 `bits` and r15 the place in them.
 *
 * The code is what gcc 12 makes of the kernel's source, after the kernel has
 * patched itself at boot: __fentry__ is a no-op of 5 bytes, __x86_return_thunk a
 * return.
 */
#define LAB_COPIES 16
#define LAB_BITS 65536

#ifdef __ASSEMBLER__

/* A section of its own: what is flushed, and followed step by step. */
.macro LAB_TEXT
	.section lab_text, "ax", @progbits
.endm

.macro LAB_DATA
	.section lab_data, "aw", @progbits
.endm

.macro LAB_BEGIN name
	LAB_TEXT
	.globl	lab_\name
	.type	lab_\name, @function
	.p2align 6
lab_\name:
	push	%rbp
	push	%rbx
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	sub	$8, %rsp
	mov	%rdi, %r12
	mov	%rsi, %r14
	xor	%r15d, %r15d
	lea	lab_points_to_itself(%rip), %r13
	.p2align 6
.Lround_\name:
.endm

.macro LAB_END name
	dec	%r12
	jnz	.Lround_\name
	add	$8, %rsp
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbx
	pop	%rbp
	ret
	int3
	.size	lab_\name, . - lab_\name
.endm

/* A sequence whose copies are one macro, with up to two arguments; and NAME_once, one copy. */
.macro LAB_SEQUENCE name, body, first, second
	LAB_BEGIN \name
	.rept	LAB_COPIES
	\body \first, \second
	.endr
	LAB_END \name
	LAB_BEGIN \name\()_once
	\body \first, \second
	LAB_END \name\()_once
.endm

.macro LAB_FUNCTION name
	LAB_TEXT
	.p2align 4
	.type	\name, @function
\name:
	endbr64
	NOP5
.endm

.macro LAB_RETURN
	ret
	int3
.endm

.macro NOP5
	.byte	0x0f, 0x1f, 0x44, 0x00, 0x00
.endm

.macro NOP2
	.byte	0x66, 0x90
.endm

#endif
