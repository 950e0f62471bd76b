/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Lines of code and of data, to be fetched one after the other from wherever they
 * are: a jump or an address from each to the next, in an order that no prefetcher
 * guesses.
 */
#include "matrix/lab/sequence.h"

/* Of LAB_LINES lines, the one after line N: a step that is odd comes past all. */
#define LAB_LINES 64
#define AFTER(n) (((n) + 27) % LAB_LINES)

	LAB_TEXT
	.p2align 12
.Lcode_line_first:
	.set	.Lline, 0
	.rept	LAB_LINES - 1
	jmp	.Lcode_line_first + 64 * AFTER(.Lline)
	.p2align 6, 0xcc
	.set	.Lline, .Lline + 1
	.endr
	LAB_RETURN
	.p2align 6, 0xcc

.macro RUN_LINES a, b
	call	.Lcode_line_first + 64 * AFTER(LAB_LINES - 1)
.endm

	LAB_DATA
	.p2align 12
.Ldata_line_first:
	.set	.Lline, 0
	.rept	LAB_LINES
	.quad	.Ldata_line_first + 64 * AFTER(.Lline)
	.zero	56
	.set	.Lline, .Lline + 1
	.endr

.macro READ_LINES a, b
	lea	.Ldata_line_first(%rip), %rax
	.rept	LAB_LINES
	mov	(%rax), %rax
	.endr
.endm

/* More than any first cache of code holds. */
#define LAB_EVICTING 4096

	.section lab_other, "ax", @progbits
	.p2align 12
	.globl	lab_evict_code
	.type	lab_evict_code, @function
lab_evict_code:
	.rept	LAB_EVICTING
	jmp	1f
	.p2align 6, 0xcc
1:
	.endr
	LAB_RETURN
	.size	lab_evict_code, . - lab_evict_code

	LAB_SEQUENCE code_lines, RUN_LINES
	LAB_SEQUENCE data_lines, READ_LINES

	.section .note.GNU-stack, "", @progbits
