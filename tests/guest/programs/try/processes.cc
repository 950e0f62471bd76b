// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/programs/try/call.h"

#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdint>
#include <string>
#include <thread>

namespace guest_try {

namespace {

// Processes: PID is the first argument.

int in_memory = 0; // at the same place in each process of this program

pid_t pid_of(char **arguments) { return std::atoi(arguments[0]); }

int pidfd_must(char **arguments) { return static_cast<int>(must(::syscall(SYS_pidfd_open, pid_of(arguments), 0), "pidfd_open")); }

int queue_signal(char **arguments)
{
	siginfo_t info{};

	info.si_code = SI_QUEUE;
	return result(::syscall(SYS_rt_sigqueueinfo, pid_of(arguments), std::atoi(arguments[1]), &info));
}

// A signal that the kernel sends because a pipe became ready. What comes of it is not known here.
int signal_io(char **arguments)
{
	int ends[2];

	must(::pipe2(ends, O_CLOEXEC), "pipe2");
	must(::fcntl(ends[0], F_SETOWN, pid_of(arguments)), "F_SETOWN");
	must(::fcntl(ends[0], F_SETSIG, std::atoi(arguments[1])), "F_SETSIG");
	must(::fcntl(ends[0], F_SETFL, O_ASYNC), "O_ASYNC");
	return result(::write(ends[1], "x", 1));
}

int write_memory(char **arguments)
{
	int value = 1;
	const iovec from{&value, sizeof(value)};
	const iovec to{&in_memory, sizeof(in_memory)};

	return result(::process_vm_writev(pid_of(arguments), &from, 1, &to, 1, 0));
}

int open_memory(char **arguments)
{
	const std::string path = std::string("/proc/") + arguments[0] + "/mem";

	return result(::open(path.c_str(), O_RDWR | O_CLOEXEC));
}

int set_scheduler(char **arguments)
{
	const sched_param priority{};

	return result(::sched_setscheduler(pid_of(arguments), SCHED_BATCH, &priority));
}

int limit_files(char **arguments)
{
	const rlimit limit{8, 8};

	return result(::prlimit(pid_of(arguments), RLIMIT_NOFILE, &limit, nullptr));
}

// What becomes of a program that is executed by a traced process.
int trace_exec(char **arguments)
{
	int status = 0;
	const auto child = static_cast<pid_t>(must(::fork(), "fork"));

	if (child == 0) {
		must(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr), "PTRACE_TRACEME");
		::execl(arguments[0], arguments[0], "nothing", nullptr);
		::_exit(errno);
	}
	must(::waitpid(child, &status, 0), "waitpid");
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	must(::kill(child, SIGKILL), "kill");
	return 0;
}

// The file that this process is said to execute. Of itself the kernel refuses it while the own one is mapped.
int set_executable(char **arguments)
{
	const auto file = must(::open(arguments[0], O_RDONLY | O_CLOEXEC), arguments[0]);

	return result(::prctl(PR_SET_MM, PR_SET_MM_EXE_FILE, file, 0, 0));
}

// The same by a whole memory map, which is nonsense here.
int set_map(char **)
{
	struct prctl_mm_map map {};

	return result(::prctl(PR_SET_MM, PR_SET_MM_MAP, &map, sizeof(map), 0));
}

// Its first thread ends, and it goes on.
int wait_in_thread(char **)
{
	std::thread([] { ::pause(); }).detach();
	return static_cast<int>(::syscall(SYS_exit, 0));
}

// BPF.

int bpf(int command, union bpf_attr &attributes) { return result(::syscall(SYS_bpf, command, &attributes, sizeof(attributes))); }

int make_map(char **)
{
	union bpf_attr attributes {};

	attributes.map_type = BPF_MAP_TYPE_ARRAY;
	attributes.key_size = 4;
	attributes.value_size = 4;
	attributes.max_entries = 1;
	return bpf(BPF_MAP_CREATE, attributes);
}

// r0 = 0; exit
int load_program(char **)
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

// The link of a pin.
int detach_link(char **arguments)
{
	union bpf_attr attributes {};

	attributes.pathname = reinterpret_cast<std::uintptr_t>(arguments[0]);
	const long link = must(::syscall(SYS_bpf, BPF_OBJ_GET, &attributes, sizeof(attributes)), arguments[0]);
	attributes = {};
	attributes.link_detach.link_fd = static_cast<std::uint32_t>(link);
	return bpf(BPF_LINK_DETACH, attributes);
}

// The registers of the kernel: a reason of lockdown.
int sample_registers(char **)
{
	struct perf_event_attr attributes {};

	attributes.size = sizeof(attributes);
	attributes.type = PERF_TYPE_SOFTWARE;
	attributes.config = PERF_COUNT_SW_DUMMY;
	attributes.sample_type = PERF_SAMPLE_REGS_INTR;
	attributes.sample_regs_intr = 1;
	return result(::syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0));
}

constexpr Call process_rows[] = {
	{"wait", 0, [](char **) { return result(::pause()); }},
	{"wait-in-thread", 0, wait_in_thread},
	{"signal", 2, [](char **a) { return result(::kill(pid_of(a), std::atoi(a[1]))); }},
	{"signal-thread", 2, [](char **a) { return result(::syscall(SYS_tgkill, pid_of(a), pid_of(a), std::atoi(a[1]))); }},
	{"signal-pidfd", 2, [](char **a) { return result(::syscall(SYS_pidfd_send_signal, pidfd_must(a), std::atoi(a[1]), nullptr, 0)); }},
	{"signal-queue", 2, queue_signal},
	{"signal-io", 2, signal_io},
	{"attach", 1, [](char **a) { return result(::ptrace(PTRACE_ATTACH, pid_of(a), nullptr, nullptr)); }},
	{"seize", 1, [](char **a) { return result(::ptrace(PTRACE_SEIZE, pid_of(a), nullptr, nullptr)); }},
	{"trace-exec", 1, trace_exec},
	{"write-memory", 1, write_memory},
	{"open-memory", 1, open_memory},
	{"take-descriptor", 1, [](char **a) { return result(::syscall(SYS_pidfd_getfd, pidfd_must(a), 0, 0)); }},
	{"nice", 1, [](char **a) { return result(::setpriority(PRIO_PROCESS, static_cast<id_t>(pid_of(a)), 5)); }},
	{"set-scheduler", 1, set_scheduler},
	{"limit-files", 1, limit_files},
	{"set-executable", 1, set_executable},
	{"set-map", 0, set_map},
	{"make-map", 0, make_map},
	{"load-program", 0, load_program},
	{"detach-link", 1, detach_link},
	{"sample-registers", 0, sample_registers},
};

} // namespace

std::span<const Call> process_calls() { return process_rows; }

} // namespace guest_try
