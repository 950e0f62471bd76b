// SPDX-License-Identifier: GPL-2.0
/*
 * As many programs that decide nothing as PROGRAMS says, all on file_permission,
 * which read() and write() pass: what they cost is what attaching costs.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* BPF_MAX_TRAMP_LINKS of include/linux/bpf.h, beyond which none is attached. */
#define MOST_PROGRAMS 38

#if !defined(PROGRAMS) || PROGRAMS < 1 || PROGRAMS > MOST_PROGRAMS
#error "PROGRAMS: how many, from 1 to 38"
#endif

char LICENSE[] SEC("license") = "GPL";

#define NAMED(NUMBER)							\
	SEC("lsm/file_permission")					\
	int noop_##NUMBER(void *ctx)					\
	{								\
		(void)ctx;						\
		return 0;						\
	}
#define NUMBERED(NUMBER) NAMED(NUMBER)
#define TIMES_1 NUMBERED(__COUNTER__)
#define TIMES_2 TIMES_1 TIMES_1
#define TIMES_4 TIMES_2 TIMES_2
#define TIMES_8 TIMES_4 TIMES_4
#define TIMES_16 TIMES_8 TIMES_8
#define TIMES_32 TIMES_16 TIMES_16

/* The binary digits of PROGRAMS. */
#if PROGRAMS & 1
TIMES_1
#endif
#if PROGRAMS & 2
TIMES_2
#endif
#if PROGRAMS & 4
TIMES_4
#endif
#if PROGRAMS & 8
TIMES_8
#endif
#if PROGRAMS & 16
TIMES_16
#endif
#if PROGRAMS & 32
TIMES_32
#endif
