// SPDX-License-Identifier: GPL-2.0
#include <bpf/bpf.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>

#include "tests/guest/features/run.h"
#include "tests/guest/features/secure_exec.h"

namespace features {

namespace {

unsigned long address(const void *memory) { return reinterpret_cast<unsigned long>(memory); }

void d_path(Run &run)
{
	constexpr std::string_view path = "/tmp/feature-d-path";

	make_file(path.data());
	equal_text(run.state().text, path, "the path of an opened file");
	equal(run.state().value[0], static_cast<long>(path.size()) + 1, "its length");
}

void current(Run &run)
{
	struct stat space {};
	constexpr long user = 1234;
	constexpr long group = 2345;

	must(::prctl(PR_SET_NAME, "feature-name") == 0, "PR_SET_NAME");
	must(::stat("/proc/self/ns/pid", &space) == 0, "/proc/self/ns/pid");
	must(::setresgid(group, group, 0) == 0 && ::setresuid(user, user, 0) == 0, "setresuid");
	equal(call(space.st_dev, space.st_ino), 0, "the call");
	const feature_state &state = run.state();
	equal(state.value[0] >> 32, ::getpid(), "the process of bpf_get_current_pid_tgid");
	equal(state.value[0] & 0xffffffff, ::gettid(), "the thread of bpf_get_current_pid_tgid");
	equal(state.value[1] >> 32, group, "the group of bpf_get_current_uid_gid");
	equal(state.value[1] & 0xffffffff, user, "the user of bpf_get_current_uid_gid");
	equal(state.value[2], 0, "bpf_get_current_comm");
	equal_text(state.text, "feature-name", "the name of bpf_get_current_comm");
	equal(state.value[3], 1, "the two helpers give one task");
	equal(state.value[4], ::getpid(), "the process of bpf_get_current_task_btf");
	equal(state.value[5], 0, "bpf_get_ns_current_pid_tgid");
	equal(state.value[6], ::getpid(), "the process in its name space");
}

void probe_read(Run &run)
{
	const char text[] = "from user space";
	const std::uint64_t number = 0x1234567890;

	must(::prctl(PR_SET_NAME, "feature-name") == 0, "PR_SET_NAME");
	equal(call(address(text), address(&number)), 0, "the call");
	const feature_state &state = run.state();
	equal_text(state.text, text, "bpf_probe_read_user_str");
	equal(state.value[0], sizeof(text), "its length");
	equal(state.value[1], static_cast<long>(number), "bpf_probe_read_user");
	equal(state.value[2], ::getpid(), "bpf_probe_read_kernel");
	equal_text(state.text + 64, "feature-name", "bpf_probe_read_kernel_str");
	equal(state.value[3], sizeof("feature-name"), "its length");
	equal(state.value[4], -EFAULT, "bpf_probe_read_user where there is nothing");
	equal(state.value[5], -ERANGE, "bpf_probe_read_kernel of an address of user space");
	equal(state.value[6], -EFAULT, "bpf_probe_read_user of an address of the kernel");
}

// A page of a file that is not in the page table: reading it sleeps.
void copy_from_user(Run &run)
{
	const std::size_t page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
	const std::uint64_t number = 0x1234567890;
	const char path[] = "/tmp/feature-page";
	const char text[] = "from user space";

	const int file = must(::open(path, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0600), path);
	must(::write(file, &number, sizeof(number)) == sizeof(number) && ::ftruncate(file, static_cast<off_t>(page)) == 0,
	     path);
	const void *memory = ::mmap(nullptr, page, PROT_READ, MAP_PRIVATE, file, 0);
	must(memory != MAP_FAILED, "mmap");
	equal(call(address(memory), address(text)), 0, "the call");
	const feature_state &state = run.state();
	equal(state.value[0], -EFAULT, "a program that may not sleep");
	equal(state.value[1], 0, "bpf_copy_from_user");
	equal(state.value[2], static_cast<long>(number), "what it found");
	equal(state.value[3], 0, "bpf_copy_from_user_task");
	equal(state.value[4], static_cast<long>(number), "what it found");
	equal(state.value[5], -EFAULT, "bpf_copy_from_user where there is nothing");
	equal(state.value[6], sizeof(text), "bpf_copy_from_user_str");
	equal_text(state.text, text, "what it found");
	const std::uint32_t key = 0;
	std::uint64_t kept = 0;
	must(bpf_map_lookup_elem(run.map("kept"), &key, &kept) == 0, "a map that the sleepable program wrote");
	equal(static_cast<long>(kept), static_cast<long>(number), "what is in it");
}

void attach_cookie(Run &run)
{
	run.attach("mkdir_first", 0x1111111111111111);
	run.attach("mkdir_second", 0x2222222222222222);
	run.attach("rmdir_sleepable", 0x3333333333333333);
	run.attach("told", 0x4444444444444444);
	mkdir_rmdir();
	make_file("/tmp/feature-cookie");
	must(::unlink("/tmp/feature-cookie") == 0, "unlink");
	equal(run.state().value[0], 0x1111111111111111, "the first program on a hook");
	equal(run.state().value[1], 0x2222222222222222, "the second program on that hook");
	equal(run.state().value[2], 0x3333333333333333, "a sleepable program on another");
	equal(run.state().value[3], 0x4444444444444444, "a program on a hook without a verdict");
	// Again, with other cookies and with none.
	run.detach();
	run.attach("mkdir_second", 5);
	run.attach("mkdir_first");
	mkdir_rmdir();
	equal(run.state().value[0], 0, "a link without a cookie");
	equal(run.state().value[1], 5, "a link with another cookie");
}

volatile sig_atomic_t caught;

void send_signal(Run &)
{
	struct sigaction catch_it {};

	catch_it.sa_handler = [](int signal) { caught = signal; };
	must(::sigaction(SIGUSR1, &catch_it, nullptr) == 0 && ::sigaction(SIGUSR2, &catch_it, nullptr) == 0, "sigaction");
	equal(call(SIGUSR1, 0), 0, "bpf_send_signal");
	equal(caught, SIGUSR1, "the signal that was caught");
	equal(call(SIGUSR2, 1), 0, "bpf_send_signal_thread");
	equal(caught, SIGUSR2, "the signal that was caught");
}

void send_kill(Run &run)
{
	const int status = in_child([&run] {
		run.state().process = static_cast<unsigned>(::getpid());
		call(SIGKILL, 0);
		run.state().value[0] = 1;
	});

	equal(run.state().value[0], 0, "what the process did after bpf_send_signal");
	equal(WIFSIGNALED(status) ? WTERMSIG(status) : 0, SIGKILL, "what ended the process");
}

void strings(Run &run)
{
	equal(call(7), 0, "the call");
	equal_text(run.state().text, "7 of 12 monkeys at -5", "bpf_snprintf");
	equal(run.state().value[0], sizeof("7 of 12 monkeys at -5"), "its length");
	equal(run.state().value[1], 2, "characters that bpf_strtol used");
	equal(run.state().value[2], 12, "its number");
	equal(run.state().value[3], 2, "characters that bpf_strtoul used");
	equal(run.state().value[4], 255, "its number");
	equal(run.state().value[5], 0, "bpf_strncmp");
}

void arguments(Run &run)
{
	const char path[] = "/tmp/feature-xattr";

	make_file(path);
	equal(::setxattr(path, "user.name", "value", 5, XATTR_CREATE) == 0 ? 0 : errno, EXDEV, "setxattr");
	const feature_state &state = run.state();
	equal(state.value[0], 5, "the fifth argument, a size");
	equal(state.value[1], XATTR_CREATE, "the sixth argument, flags");
	equal_text(state.text, "user.name", "the third argument, a name");
	equal(state.value[3], 6, "bpf_get_func_arg_cnt");
	equal(state.value[4], 0, "bpf_get_func_arg of the fifth");
	equal(state.value[5], 5, "what it gives");
	equal(state.value[6], -EINVAL, "bpf_get_func_arg of the seventh");
	equal(state.value[7], 0, "the verdict so far");
	equal(state.value[8], 0, "bpf_get_func_ret");
	equal(state.value[9], 0, "the verdict that it gives");
}

// A process whose parent dies gets a signal without information.
void die_before_the_child()
{
	int alive[2]; // until the last process that has the other end is dead
	char byte = 0;

	must(::pipe(alive), "pipe");
	const int status = in_child([&byte] {
		int armed[2];
		must(::pipe(armed), "pipe");
		if (must(::fork(), "fork") == 0) {
			must(::prctl(PR_SET_PDEATHSIG, SIGUSR2), "PR_SET_PDEATHSIG");
			must(::write(armed[1], "", 1) == 1, "write");
			::pause();
		}
		must(::read(armed[0], &byte, 1) == 1, "read");
	});
	equal(status, 0, "the parent");
	::close(alive[1]);
	equal(::read(alive[0], &byte, 1), 0, "the end of the child");
	::close(alive[0]);
}

void null_arguments(Run &run)
{
	const char path[] = "/tmp/feature-map";
	const long page = ::sysconf(_SC_PAGESIZE);
	struct stat facts {};

	make_file(path);
	const base::Fd file{must(::open(path, O_RDONLY | O_CLOEXEC), path)};
	must(::fstat(file.get(), &facts), path);
	void *memory = ::mmap(nullptr, page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	void *mapped = ::mmap(nullptr, page, PROT_READ, MAP_PRIVATE, file.get(), 0);
	must(memory != MAP_FAILED && mapped != MAP_FAILED, "mmap");
	must(run.state().value[0] > 0, "an anonymous mapping, without a file");
	equal(run.state().value[1], static_cast<long>(facts.st_ino), "the file of a mapping");
	::signal(SIGUSR2, SIG_IGN);
	must(::kill(::getpid(), SIGUSR2), "kill");
	::signal(SIGUSR2, SIG_DFL);
	equal(run.state().value[3], SIGUSR2, "what kill(2) tells of the signal");
	equal(run.state().value[2], 0, "a signal without information");
	die_before_the_child();
	equal(run.state().value[2], 1, "the signal at the death of the parent, without information");
}

void secure_exec(Run &run)
{
	const auto exec_child = [&run](bool watched) {
		return in_child([&run, watched] {
			run.state().process = watched ? static_cast<unsigned>(::getpid()) : 0;
			::execl("/proc/self/exe", "hookcapable", say_secure, nullptr);
		});
	};

	equal(WEXITSTATUS(exec_child(false)), not_secure, "AT_SECURE without the program's word");
	equal(WEXITSTATUS(exec_child(true)), secure, "AT_SECURE");
	equal(run.state().value[0], 0, "bpf_bprm_opts_set");
}

void socket_kinds(Run &run)
{
	struct Kind {
		int family;
		int type;
		long local, tcp, udp6;
	};
	for (const Kind &kind : {Kind{AF_UNIX, SOCK_STREAM, 1, 0, 0}, Kind{AF_INET, SOCK_STREAM, 0, 1, 0},
				 Kind{AF_INET6, SOCK_DGRAM, 0, 0, 1}}) {
		std::uint64_t cookie = 0;
		socklen_t size = sizeof(cookie);
		int waiting = 0;
		const int socket = must(::socket(kind.family, kind.type | SOCK_CLOEXEC, 0), "socket");
		must(::getsockopt(socket, SOL_SOCKET, SO_COOKIE, &cookie, &size) == 0, "SO_COOKIE");
		::ioctl(socket, FIONREAD, &waiting);
		equal(run.state().value[0], static_cast<long>(cookie), "bpf_get_socket_cookie");
		equal(run.state().value[1], kind.local, "bpf_skc_to_unix_sock");
		equal(run.state().value[2], kind.tcp, "bpf_skc_to_tcp_sock");
		equal(run.state().value[3], kind.udp6, "bpf_skc_to_udp6_sock");
		::close(socket);
	}
	int waiting = 0;
	int ends[2];
	must(::pipe2(ends, O_CLOEXEC) == 0 && ::ioctl(ends[0], FIONREAD, &waiting) == 0, "FIONREAD on a pipe");
	equal(run.state().value[0], -1, "bpf_sock_from_file of what is no socket");
}

void per_cpu_symbol(Run &run)
{
	equal(call(0), 0, "the call");
	equal(run.state().value[0], 0, "the number of CPU 0, as it has it");
	equal(run.state().value[1], 1, "this CPU is this CPU");
	equal(run.state().value[2], 0, "a CPU that is none");
}

void find_vma(Run &run)
{
	const std::size_t page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
	void *memory = ::mmap(nullptr, page, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	must(memory != MAP_FAILED, "mmap");
	equal(call(address(memory) + 5), 0, "the call");
	equal(run.state().value[0], 0, "bpf_find_vma");
	equal(run.state().value[1], static_cast<long>(address(memory)), "the mapping's start");
	must(run.state().value[2] > run.state().value[1], "the mapping ends after its start");
	equal(run.state().value[3], -ENOENT, "bpf_find_vma where there is nothing");
}

void clocks(Run &run)
{
	timespec before{};
	timespec after{};
	const auto nanoseconds = [](const timespec &time) { return time.tv_sec * 1'000'000'000L + time.tv_nsec; };

	must(::clock_gettime(CLOCK_MONOTONIC, &before) == 0, "clock_gettime");
	equal(call(), 0, "the call");
	must(::clock_gettime(CLOCK_MONOTONIC, &after) == 0, "clock_gettime");
	const feature_state &state = run.state();
	must(nanoseconds(before) <= state.value[0] && state.value[0] <= state.value[3] &&
		     state.value[3] <= nanoseconds(after),
	     "the program's clock lies between the caller's two readings");
	must(state.value[1] >= state.value[0], "time since boot is no less");
	must(state.value[2] != 0 && state.value[4] != 0, "TAI and jiffies");
}

void trace_printk(Run &run)
{
	std::ifstream before{"/sys/kernel/tracing/trace"};

	must(before.good(), "/sys/kernel/tracing/trace");
	equal(call(40, 2), 0, "the call");
	must(run.state().value[0] > 0, "bpf_trace_printk");
	std::ifstream trace{"/sys/kernel/tracing/trace"};
	bool found = false;
	for (std::string line; std::getline(trace, line);)
		found = found || line.find("hookcapable says 40 and 2") != std::string::npos;
	must(found, "the program's line in the trace");
}

// The lowest word of a system call's stack is in every trace: its entry.
std::uint64_t entry_of_prctl()
{
	std::ifstream symbols{"/proc/kallsyms"};

	for (std::string line; std::getline(symbols, line);)
		if (line.ends_with(" __x64_sys_prctl") || line.find(" __x64_sys_prctl\t") != std::string::npos)
			return std::stoull(line, nullptr, 16);
	return 0;
}

bool passes(std::span<const std::uint64_t> stack, std::uint64_t function)
{
	constexpr std::uint64_t function_size = 4096; // at most

	return std::ranges::any_of(stack, [function](std::uint64_t place) {
		return place >= function && place < function + function_size;
	});
}

void stack_traces(Run &run)
{
	std::array<std::uint64_t, 16> stack{};
	const std::uint64_t entry = entry_of_prctl();

	must(entry != 0, "__x64_sys_prctl in /proc/kallsyms");
	equal(call(), 0, "the call");
	must(run.state().value[0] >= 0, "bpf_get_stackid");
	auto key = static_cast<std::uint32_t>(run.state().value[0]);
	must(bpf_map_lookup_elem(run.map("traces"), &key, stack.data()) == 0, "the stack by its number");
	must(passes(stack, entry), "prctl(2) on the stack of bpf_get_stackid");
	for (key = 0; key < 2; ++key) {
		must(run.state().value[1 + key] > 0, "bpf_get_stack and bpf_get_task_stack");
		must(bpf_map_lookup_elem(run.map("stacks"), &key, stack.data()) == 0, "the stack");
		must(passes(stack, entry), "prctl(2) on the stack");
	}
}

constexpr std::array features{
	Feature{"d_path", "the path of the file that is opened", d_path},
	Feature{"current", "process, thread, user, group, name and task of the caller", current},
	Feature{"probe_read", "user's memory and the kernel's, and errors where there is none", probe_read},
	Feature{"copy_from_user", "a sleepable program gets a page that is not there, another does not", copy_from_user},
	Feature{"attach_cookie", "four links, four cookies", attach_cookie, true},
	Feature{"send_signal", "the caller catches it before it goes on", send_signal},
	Feature{.name = "send_kill", .effect = "the caller does not go on", .check = send_kill, .object = "send_signal"},
	Feature{"strings", "numbers to text and back", strings},
	Feature{"arguments", "all six of a hook, by name and by number", arguments},
	Feature{"null_arguments", "what can be NULL, after a check", null_arguments},
	Feature{"secure_exec", "AT_SECURE is set for what is executed", secure_exec},
	Feature{"socket_kinds", "the socket of a file, its cookie and its kind", socket_kinds},
	Feature{"per_cpu_symbol", "a per-CPU variable of the kernel", per_cpu_symbol},
	Feature{"find_vma", "the mapping of an address", find_vma},
	Feature{"clocks", "time, between two readings of the caller", clocks},
	Feature{"trace_printk", "the line in the kernel's trace", trace_printk},
	Feature{"stack_traces", "the system call is on the stack that each helper gives", stack_traces},
};

} // namespace

std::span<const Feature> helper_features() { return features; }

} // namespace features
