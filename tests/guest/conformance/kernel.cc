// SPDX-License-Identifier: GPL-2.0
// Keys, modules, BPF, performance events, io_uring.
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/io_uring.h>
#include <linux/keyctl.h>
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstdint>

#include "tests/guest/conformance/trigger.h"

namespace conformance {

namespace {

int file = -1;
int key = -1;

int add_key()
{
	key = static_cast<int>(::syscall(SYS_add_key, "user", "conformance", "x", 1, KEY_SPEC_PROCESS_KEYRING));
	return result(key);
}

void make_key() { must(add_key() == 0, "add_key"); }

int read_key()
{
	char text[8];

	return result(::syscall(SYS_keyctl, KEYCTL_READ, key, text, sizeof(text)));
}

// The kernel reads what nobody has open for writing.
void open_junk()
{
	::close(make_file());
	file = must(::open("f", O_RDONLY), "open");
}

int load_junk_file() { return result(::syscall(SYS_finit_module, file, "", 0)); }

int load_junk()
{
	const char junk[256] = "junk"; // longer than an ELF header

	return result(::syscall(SYS_init_module, junk, sizeof(junk), ""));
}


int bpf(int command, union bpf_attr &attributes)
{
	return result(::syscall(SYS_bpf, command, &attributes, sizeof(attributes)));
}

int make_map()
{
	union bpf_attr attributes {};

	attributes.map_type = BPF_MAP_TYPE_ARRAY;
	attributes.key_size = 4;
	attributes.value_size = 4;
	attributes.max_entries = 1;
	return bpf(BPF_MAP_CREATE, attributes);
}

// r0 = 0; exit
int load_program()
{
	struct bpf_insn code[2]{};
	union bpf_attr attributes {};

	code[0].code = BPF_ALU64 | BPF_MOV | BPF_K;
	code[1].code = BPF_JMP | BPF_EXIT;
	attributes.prog_type = BPF_PROG_TYPE_SOCKET_FILTER;
	attributes.insns = reinterpret_cast<std::uintptr_t>(code);
	attributes.insn_cnt = 2;
	attributes.license = reinterpret_cast<std::uintptr_t>("GPL");
	return bpf(BPF_PROG_LOAD, attributes);
}

// There is a program: the one that is being tested.
int next_program()
{
	union bpf_attr attributes {};

	return bpf(BPF_PROG_GET_NEXT_ID, attributes);
}

int open_event(std::uint64_t sample_type)
{
	struct perf_event_attr attributes {};

	attributes.size = sizeof(attributes);
	attributes.type = PERF_TYPE_SOFTWARE;
	attributes.config = PERF_COUNT_SW_DUMMY;
	attributes.sample_type = sample_type;
	attributes.sample_regs_intr = sample_type == PERF_SAMPLE_REGS_INTR ? 1 : 0;
	return static_cast<int>(::syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0));
}

int count() { return result(open_event(0)); }
void start_counting() { file = must(open_event(0), "perf_event_open"); }

int read_count()
{
	std::uint64_t value;

	return result(::read(file, &value, sizeof(value)));
}

int poll_ring()
{
	struct io_uring_params parameters {};

	parameters.flags = IORING_SETUP_SQPOLL;
	return result(::syscall(SYS_io_uring_setup, 1, &parameters));
}

constexpr std::array triggers{
	Trigger{.hook = "key_alloc", .call = "add_key(2)", .act = add_key},
	Trigger{.hook = "key_permission", .call = "keyctl(2) READ, which says ENOKEY", .prepare = make_key,
		.act = read_key, .refused = ENOKEY},
	Trigger{.hook = "kernel_read_file", .call = "finit_module(2) of junk", .prepare = open_junk, .act = load_junk_file,
		.allowed = ENOEXEC},
	Trigger{.hook = "kernel_post_read_file", .call = "finit_module(2) of junk", .prepare = open_junk,
		.act = load_junk_file, .allowed = ENOEXEC},
	Trigger{.hook = "kernel_load_data", .call = "init_module(2) of junk", .act = load_junk, .allowed = ENOEXEC},
	Trigger{.hook = "kernel_post_load_data", .call = "init_module(2) of junk", .act = load_junk, .allowed = ENOEXEC},
	Trigger{.hook = "bpf", .call = "bpf(2) PROG_GET_NEXT_ID", .act = next_program},
	Trigger{.hook = "bpf_map_create", .call = "bpf(2) MAP_CREATE", .act = make_map},
	Trigger{.hook = "bpf_map", .call = "bpf(2) MAP_CREATE", .act = make_map},
	Trigger{.hook = "bpf_prog_load", .call = "bpf(2) PROG_LOAD", .act = load_program},
	Trigger{.hook = "bpf_prog", .call = "bpf(2) PROG_LOAD", .act = load_program},
	Trigger{.hook = "perf_event_open", .call = "perf_event_open(2)", .act = count},
	Trigger{.hook = "perf_event_alloc", .call = "perf_event_open(2)", .act = count},
	Trigger{.hook = "perf_event_read", .call = "read(2) of an event", .prepare = start_counting, .act = read_count},
	Trigger{.hook = "perf_event_write", .call = "ioctl(2) of an event", .prepare = start_counting,
		.act = [] { return result(::ioctl(file, PERF_EVENT_IOC_ENABLE, 0)); }},
	Trigger{.hook = "locked_down", .call = "perf_event_open(2) with registers",
		.act = [] { return result(open_event(PERF_SAMPLE_REGS_INTR)); }},
	Trigger{.hook = "uring_sqpoll", .call = "io_uring_setup(2) SQPOLL", .act = poll_ring},
};

} // namespace

std::span<const Trigger> kernel_triggers() { return triggers; }

} // namespace conformance
