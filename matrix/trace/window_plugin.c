/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A TCG plugin of QEMU: how often each instruction of the kernel runs between
 * two reads of the time stamp counter by a program of the guest, which is how
 * hookbench takes a sample. Nothing is attached in the guest and nothing
 * disturbed: what runs is what runs without the plugin, interrupts included.
 *
 *   qemu-system-x86_64 … -plugin window_plugin.so,out=FILE[,order=on][,detail=on]
 *
 * FILE, read by windows.cc, numbers of this machine's byte order:
 *   "HMWIN004"
 *   for each window: u32 how many sites follow, then for each u32 site, u32 runs, u32 how
 *   often the next instruction in memory was the next one to run; u32 how many steps
 *   follow, then for each u32 site, one after the other as they ran; u32 lines of 64
 *   bytes of data that were read or written. What was not asked for (the steps by order,
 *   the others by detail) is 0.
 *   u32 ~0, u32 how many sites follow, then for each u64 its address, u8 the
 *   length of the instruction and 15 bytes, of which so many are the instruction.
 *   Where code was patched, an address has a site for each instruction that was there
 * A file without the last part was cut.
 *
 * One vCPU only, as the guests that count have.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "matrix/trace/qemu_plugin.h"

#define MOST_SITES (1u << 22)
#define SLOTS (MOST_SITES * 2) /* of the hash table */
#define END_OF_WINDOWS UINT32_MAX
#define LONGEST_INSTRUCTION 15
#define MOST_STEPS (1u << 24) /* in one window */
#define LINE_BITS 6
#define LINE_SLOTS (1u << 20) /* of the hash table of one window */
#define MOST_LINES (LINE_SLOTS / 2)
#define NO_SITE UINT32_MAX

/* The upper half is the kernel's. The vDSO and shared libraries are at the top of
 * the lower half: a read of the counter there is not hookbench's, which is linked
 * statically to a low address. */
#define FIRST_KERNEL_ADDRESS (UINT64_C(1) << 63)
#define FIRST_HIGH_ADDRESS (UINT64_C(1) << 40)

QEMU_PLUGIN_EXPORT int qemu_plugin_version = QEMU_PLUGIN_VERSION;

static FILE *out;
static uint64_t runs[MOST_SITES];    /* of each site since the start */
static uint64_t at_open[MOST_SITES]; /* the same when the window was opened */
static uint64_t address[MOST_SITES];
static struct code {
	uint8_t size;
	uint8_t bytes[LONGEST_INSTRUCTION];
} code[MOST_SITES];
static uint32_t slots[SLOTS]; /* site + 1; 0: free */
static uint32_t sites;
static uint32_t sites_at_open;
static int open_window;
static uint32_t *steps; /* of the open window; NULL: the order is not asked for */
static uint32_t steps_taken;
static int detail;
static uint32_t straight[MOST_SITES]; /* in the open window */
static uint32_t last_site = NO_SITE;
static struct line {
	uint64_t number;
	uint32_t window; /* that touched it */
} lines[LINE_SLOTS];
static uint32_t lines_touched;
static uint32_t windows; /* opened so far */

static void fail(const char *what)
{
	fprintf(stderr, "window_plugin: %s\n", what);
	exit(1);
}

static void put(const void *from, size_t size)
{
	if (fwrite(from, 1, size, out) != size)
		fail("writing the windows failed: is the disk full?");
}

static void put_u32(uint32_t value) { put(&value, sizeof(value)); }

/*
 * QEMU gives up an instruction that goes on in the next page, and begins the next
 * block with it: it is shown to us with the bytes of the first page alone, and does
 * not run as such. So the shorter one of two that begin alike is the same.
 */
static int same_code(const struct code *known, const uint8_t *bytes, size_t size)
{
	return memcmp(known->bytes, bytes, size < known->size ? size : known->size) == 0;
}

/*
 * The same for each translation of an instruction. The kernel patches its code: what
 * is there afterwards is another site, and what ran in a window keeps its bytes.
 */
static uint32_t site_of(const struct qemu_plugin_insn *instruction)
{
	const uint64_t vaddr = qemu_plugin_insn_vaddr(instruction);
	const uint8_t *bytes = qemu_plugin_insn_data(instruction);
	const size_t size = qemu_plugin_insn_size(instruction);
	uint64_t slot = (vaddr * UINT64_C(0x9e3779b97f4a7c15)) >> 41; /* 23 bits: SLOTS */
	struct code *known;

	if (size > LONGEST_INSTRUCTION)
		fail("an instruction is longer than any can be");
	while (slots[slot] != 0 && (address[slots[slot] - 1] != vaddr || !same_code(&code[slots[slot] - 1], bytes, size)))
		slot = (slot + 1) % SLOTS;
	if (slots[slot] == 0) {
		if (sites == MOST_SITES)
			fail("the kernel ran more instructions than there is room for");
		address[sites] = vaddr;
		slots[slot] = ++sites;
	}
	known = &code[slots[slot] - 1];
	if (size > known->size) {
		known->size = (uint8_t)size;
		memcpy(known->bytes, bytes, size);
	}
	return slots[slot] - 1;
}

static void write_window(void)
{
	uint32_t pairs = 0;

	for (uint32_t site = 0; site < sites; site++)
		pairs += runs[site] != (site < sites_at_open ? at_open[site] : 0);
	put_u32(pairs);
	for (uint32_t site = 0; site < sites; site++) {
		const uint64_t before = site < sites_at_open ? at_open[site] : 0;
		if (runs[site] == before)
			continue;
		put_u32(site);
		put_u32((uint32_t)(runs[site] - before));
		put_u32(straight[site]);
		straight[site] = 0;
	}
	put_u32(steps_taken);
	if (steps_taken != 0)
		put(steps, steps_taken * sizeof(*steps));
	steps_taken = 0;
	put_u32(lines_touched);
	lines_touched = 0;
}

static void on_step(unsigned int cpu, void *data)
{
	const uint32_t here = (uint32_t)(uintptr_t)data;

	(void)cpu;
	if (!open_window)
		return;
	if (detail) {
		if (last_site != NO_SITE && address[last_site] + code[last_site].size == address[here])
			straight[last_site]++;
		last_site = here;
	}
	if (steps == NULL)
		return;
	if (steps_taken == MOST_STEPS)
		fail("an operation ran more instructions than there is room for");
	steps[steps_taken++] = here;
}

static void touch(uint64_t number)
{
	uint64_t slot = (number * UINT64_C(0x9e3779b97f4a7c15)) >> 44; /* 20 bits: LINE_SLOTS */

	while (lines[slot].window == windows && lines[slot].number != number)
		slot = (slot + 1) % LINE_SLOTS;
	if (lines[slot].window == windows)
		return;
	if (lines_touched == MOST_LINES)
		fail("an operation touched more data than there is room for");
	lines[slot].number = number;
	lines[slot].window = windows;
	lines_touched++;
}

static void on_access(unsigned int cpu, qemu_plugin_meminfo_t access, uint64_t vaddr, void *data)
{
	const uint64_t last = vaddr + (UINT64_C(1) << qemu_plugin_mem_size_shift(access)) - 1;

	(void)cpu;
	(void)data;
	if (!open_window)
		return;
	for (uint64_t number = vaddr >> LINE_BITS; number <= last >> LINE_BITS; number++)
		touch(number);
}

static void on_counter_read(unsigned int cpu, void *data)
{
	(void)cpu;
	(void)data;
	if (open_window) {
		write_window();
	} else {
		sites_at_open = sites;
		windows++;
		last_site = NO_SITE;
		memcpy(at_open, runs, sites * sizeof(runs[0]));
	}
	open_window = !open_window;
}

static void on_translation(qemu_plugin_id_t id, struct qemu_plugin_tb *block)
{
	static const unsigned char rdtsc[] = { 0x0f, 0x31 };
	const size_t count = qemu_plugin_tb_n_insns(block);

	(void)id;
	for (size_t i = 0; i < count; i++) {
		struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
		const uint64_t vaddr = qemu_plugin_insn_vaddr(instruction);

		if (vaddr >= FIRST_KERNEL_ADDRESS) {
			const uint32_t site = site_of(instruction);

			qemu_plugin_register_vcpu_insn_exec_inline(instruction, QEMU_PLUGIN_INLINE_ADD_U64,
								   &runs[site], 1);
			if (detail)
				qemu_plugin_register_vcpu_mem_cb(instruction, on_access, QEMU_PLUGIN_CB_NO_REGS,
								 QEMU_PLUGIN_MEM_RW, NULL);
			if (detail || steps != NULL)
				qemu_plugin_register_vcpu_insn_exec_cb(instruction, on_step, QEMU_PLUGIN_CB_NO_REGS,
								       (void *)(uintptr_t)site);
		} else if (vaddr < FIRST_HIGH_ADDRESS && qemu_plugin_insn_size(instruction) == sizeof(rdtsc) &&
			 memcmp(qemu_plugin_insn_data(instruction), rdtsc, sizeof(rdtsc)) == 0) {
			qemu_plugin_register_vcpu_insn_exec_cb(instruction, on_counter_read, QEMU_PLUGIN_CB_NO_REGS, NULL);
		}
	}
}

static void on_exit_of_qemu(qemu_plugin_id_t id, void *data)
{
	(void)id;
	(void)data;
	put_u32(END_OF_WINDOWS);
	put_u32(sites);
	for (uint32_t site = 0; site < sites; site++) {
		put(&address[site], sizeof(address[site]));
		put(&code[site], sizeof(code[site]));
	}
	if (fclose(out) != 0)
		fail("writing the windows failed: is the disk full?");
}

QEMU_PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const void *info, int argc, char **argv);
int qemu_plugin_install(qemu_plugin_id_t id, const void *info, int argc, char **argv)
{
	(void)info;
	if (argc < 1 || strncmp(argv[0], "out=", 4) != 0) {
		fprintf(stderr, "window_plugin: out=FILE is wanted\n");
		return -1;
	}
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "detail=on") == 0) {
			detail = 1;
		} else if (strcmp(argv[i], "order=on") == 0) {
			steps = calloc(MOST_STEPS, sizeof(*steps));
			if (steps == NULL)
				fail("there is no memory for the order");
		} else {
			fprintf(stderr, "window_plugin: %s is unknown; order=on and detail=on are known\n", argv[i]);
			return -1;
		}
	}
	out = fopen(argv[0] + 4, "wbe");
	if (out == NULL) {
		fprintf(stderr, "window_plugin: %s cannot be written\n", argv[0] + 4);
		return -1;
	}
	put("HMWIN004", 8);
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
	qemu_plugin_register_atexit_cb(id, on_exit_of_qemu, NULL);
	return 0;
}
