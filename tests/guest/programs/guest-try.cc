// SPDX-License-Identifier: GPL-2.0
//
// guest-try CALL ARGUMENTS…: makes one system call that no applet makes, and prints
// "CALL: allowed" or "CALL: " and the error's name. Status 0 and 1; 2 when the call
// is not known, 3 when it could not be prepared. FD is the number of a descriptor
// that the caller left open.
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/io_uring.h>
#include <linux/perf_event.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr std::size_t page = 4096;
constexpr int not_prepared = 3;

struct Call {
	const char *name;
	int arguments;
	int (*make)(char **arguments); // an errno
};

int result(long returned) { return returned < 0 ? errno : 0; }

long must(long returned, const char *step)
{
	if (returned >= 0)
		return returned;
	std::perror(step);
	std::exit(not_prepared);
}

int open_must(const char *path, int flags) { return static_cast<int>(must(::open(path, flags | O_CLOEXEC), path)); }

void *map_must(std::size_t size, int protection, int flags, int file)
{
	void *memory = ::mmap(nullptr, size, protection, flags, file, 0);

	must(memory == MAP_FAILED ? -1 : 0, "mmap");
	return memory;
}

int map(std::size_t size, int protection, int flags, int file)
{
	return result(::mmap(nullptr, size, protection, flags, file, 0) == MAP_FAILED ? -1 : 0);
}

// Files.

// linux/fs.h, which sys/mount.h does not go with.
constexpr unsigned long get_flags = _IOR('f', 1, long);
constexpr unsigned long set_flags_command = _IOW('f', 2, long);
constexpr int no_dump = 0x40;

int set_acl(char **arguments)
{
	// The version, then tag, permissions and id of owner, group and others.
	struct entry {
		std::uint16_t tag;
		std::uint16_t permissions;
		std::uint32_t id;
	};
	const struct {
		std::uint32_t version = 2;
		entry entries[3] = {{0x01, 7, UINT32_MAX}, {0x04, 7, UINT32_MAX}, {0x20, 7, UINT32_MAX}};
	} acl;

	return result(::setxattr(arguments[0], "system.posix_acl_access", &acl, sizeof(acl), 0));
}

int set_flags(char **arguments)
{
	const int file = open_must(arguments[0], O_RDONLY);
	int flags = 0;

	must(::ioctl(file, get_flags, &flags), "FS_IOC_GETFLAGS");
	flags |= no_dump;
	return result(::ioctl(file, set_flags_command, &flags));
}

int exchange(char **arguments)
{
	return result(::renameat2(AT_FDCWD, arguments[0], AT_FDCWD, arguments[1], RENAME_EXCHANGE));
}

// Gives a file without a name one in that directory.
int link_unnamed(char **arguments)
{
	const int file = open_must("/tmp", O_TMPFILE | O_WRONLY | 0600);
	const std::string from = "/proc/self/fd/" + std::to_string(file);

	return result(::linkat(AT_FDCWD, from.c_str(), AT_FDCWD, arguments[0], AT_SYMLINK_FOLLOW));
}

int move_tree(char **arguments)
{
	const long tree = must(::syscall(SYS_open_tree, AT_FDCWD, arguments[0], 1 /* OPEN_TREE_CLONE */), "open_tree");

	return result(::syscall(SYS_move_mount, tree, "", AT_FDCWD, arguments[1], 4 /* MOVE_MOUNT_F_EMPTY_PATH */));
}

// Programs.

void copy_self(int to)
{
	const int from = open_must("/proc/self/exe", O_RDONLY);
	std::vector<char> bytes(std::size_t{1} << 16);

	for (ssize_t n = 0; (n = ::read(from, bytes.data(), bytes.size())) > 0;)
		must(::write(to, bytes.data(), static_cast<std::size_t>(n)) == n ? 0 : -1, "write");
	must(::fchmod(to, 0755), "fchmod");
}

// The descriptor is opened anew for reading: a file that is open for writing cannot be executed.
int run(int file)
{
	const std::string again = "/proc/self/fd/" + std::to_string(file);
	const int program = open_must(again.c_str(), O_RDONLY);
	char name[] = "guest-try";
	char call[] = "nothing";
	char *argv[] = {name, call, nullptr};

	::close(file);
	::fexecve(program, argv, environ);
	return errno;
}

int exec_memory(char **)
{
	const int file = static_cast<int>(must(::memfd_create("memory", MFD_CLOEXEC), "memfd_create"));

	copy_self(file);
	return run(file);
}

int exec_deleted(char **arguments)
{
	const int file = static_cast<int>(must(::open(arguments[0], O_CREAT | O_RDWR | O_CLOEXEC, 0755), arguments[0]));

	copy_self(file);
	must(::unlink(arguments[0]), "unlink");
	return run(file);
}

int init_module(char **arguments)
{
	const int file = open_must(arguments[0], O_RDONLY);
	struct stat about {};
	must(::fstat(file, &about), "fstat");
	const auto size = static_cast<std::size_t>(about.st_size);

	return result(::syscall(SYS_init_module, map_must(size, PROT_READ, MAP_PRIVATE, file), size, ""));
}

int finit_module(char **arguments)
{
	return result(::syscall(SYS_finit_module, open_must(arguments[0], O_RDONLY), "", 0));
}

// Memory.

int map_exec(char **arguments)
{
	return map(page, PROT_READ | PROT_EXEC, MAP_PRIVATE, open_must(arguments[0], O_RDONLY));
}

int map_then_exec(char **arguments)
{
	void *memory = map_must(page, PROT_READ, MAP_PRIVATE, open_must(arguments[0], O_RDONLY));

	return result(::mprotect(memory, page, PROT_READ | PROT_EXEC));
}

int map_wx(char **) { return map(page, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1); }

int map_file_wx(char **arguments)
{
	return map(page, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE, open_must(arguments[0], O_RDONLY));
}

// Whoever has this personality gets what is readable executable as well.
int map_implied_wx(char **)
{
	must(::personality(READ_IMPLIES_EXEC), "personality");
	return map(page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
}

int attach_wx(char **)
{
	const int segment = static_cast<int>(must(::shmget(IPC_PRIVATE, page, IPC_CREAT | 0700), "shmget"));
	const int error = result(::shmat(segment, nullptr, SHM_EXEC) == reinterpret_cast<void *>(-1) ? -1 : 0);

	::shmctl(segment, IPC_RMID, nullptr);
	return error;
}

int exec_private(const char *path, bool modify)
{
	void *memory = map_must(page, PROT_READ | PROT_WRITE, MAP_PRIVATE, open_must(path, O_RDONLY));

	if (modify)
		*static_cast<volatile char *>(memory) = 0;
	return result(::mprotect(memory, page, PROT_READ | PROT_EXEC));
}

// Sockets: nobody need listen there.

int connect_to(const sockaddr *address, std::size_t size)
{
	const long fd = must(::socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");

	return result(::connect(static_cast<int>(fd), address, static_cast<socklen_t>(size)));
}

int connect_ip(char **arguments)
{
	const auto port = static_cast<in_port_t>(std::atoi(arguments[1]));
	sockaddr_in in{};
	sockaddr_in6 in6{};

	in.sin_family = AF_INET;
	in.sin_port = htons(port);
	in6.sin6_family = AF_INET6;
	in6.sin6_port = htons(port);
	if (::inet_pton(AF_INET, arguments[0], &in.sin_addr) == 1)
		return connect_to(reinterpret_cast<sockaddr *>(&in), sizeof(in));
	must(::inet_pton(AF_INET6, arguments[0], &in6.sin6_addr) == 1 ? 0 : -1, "inet_pton");
	return connect_to(reinterpret_cast<sockaddr *>(&in6), sizeof(in6));
}

// An @ in front stands for the NUL of an abstract name.
int connect_unix(char **arguments)
{
	const std::string path = arguments[0];
	sockaddr_un un{};

	un.sun_family = AF_UNIX;
	std::memcpy(un.sun_path, path.data(), path.size());
	if (path.front() == '@')
		un.sun_path[0] = '\0';
	return connect_to(reinterpret_cast<sockaddr *>(&un), offsetof(sockaddr_un, sun_path) + path.size());
}

sockaddr_storage address_of(const char *ip, const char *port, socklen_t *size)
{
	sockaddr_storage address{};
	auto *in = reinterpret_cast<sockaddr_in *>(&address);
	auto *in6 = reinterpret_cast<sockaddr_in6 *>(&address);

	if (::inet_pton(AF_INET, ip, &in->sin_addr) == 1) {
		in->sin_family = AF_INET;
		in->sin_port = htons(static_cast<in_port_t>(std::atoi(port)));
		*size = sizeof(*in);
		return address;
	}
	must(::inet_pton(AF_INET6, ip, &in6->sin6_addr) == 1 ? 0 : -1, "inet_pton");
	in6->sin6_family = AF_INET6;
	in6->sin6_port = htons(static_cast<in_port_t>(std::atoi(port)));
	*size = sizeof(*in6);
	return address;
}

int socket_must(int family, int type, int protocol)
{
	return static_cast<int>(must(::socket(family, type | SOCK_CLOEXEC, protocol), "socket"));
}

enum class Unspecified { no, yes };

// How a socket of this type (and family; 0: the address') does that with an address.
template <class Act> int with_address(char **arguments, int type, Act act, int family = 0, Unspecified unspecified = Unspecified::no)
{
	socklen_t size = 0;
	sockaddr_storage address = address_of(arguments[0], arguments[1], &size);
	const int fd = socket_must(family != 0 ? family : address.ss_family, type, 0);

	if (unspecified == Unspecified::yes)
		address.ss_family = AF_UNSPEC;
	return result(act(fd, reinterpret_cast<sockaddr *>(&address), size));
}

ssize_t send_to(int fd, const sockaddr *address, socklen_t size) { return ::sendto(fd, "x", 1, MSG_NOSIGNAL, address, size); }
ssize_t fast_open(int fd, const sockaddr *address, socklen_t size) { return ::sendto(fd, "x", 1, MSG_FASTOPEN, address, size); }

msghdr message_to(sockaddr_storage *address, socklen_t size, iovec *part)
{
	msghdr message{};

	message.msg_name = address;
	message.msg_namelen = size;
	message.msg_iov = part;
	message.msg_iovlen = 1;
	return message;
}

// The second goes to the second address: IP PORT IP PORT.
int send_two(char **arguments)
{
	char text[] = "x";
	iovec part{text, 1};
	socklen_t size = 0;
	sockaddr_storage first = address_of(arguments[0], arguments[1], &size);
	sockaddr_storage second = address_of(arguments[2], arguments[3], &size);
	mmsghdr messages[2]{};
	const int fd = socket_must(first.ss_family, SOCK_DGRAM, 0);

	messages[0].msg_hdr = message_to(&first, size, &part);
	messages[1].msg_hdr = message_to(&second, size, &part);
	const int sent = ::sendmmsg(fd, messages, 2, 0);
	if (sent == 2 || sent < 0)
		return result(sent);
	return result(::sendmsg(fd, &messages[1].msg_hdr, 0));
}

int dissolve(char **arguments)
{
	return with_address(arguments, SOCK_DGRAM, [](int fd, const sockaddr *address, socklen_t size) {
		sockaddr none{};

		none.sa_family = AF_UNSPEC;
		must(::connect(fd, address, size), "connect");
		return ::connect(fd, &none, sizeof(none));
	});
}

// The socket is older than the move to the cgroup: FOLDER IP PORT.
int connect_moved(char **arguments)
{
	const int fd = socket_must(AF_INET, SOCK_DGRAM, 0);
	const std::string processes = std::string(arguments[0]) + "/cgroup.procs";
	socklen_t size = 0;
	sockaddr_storage address = address_of(arguments[1], arguments[2], &size);

	must(::write(open_must(processes.c_str(), O_WRONLY), "0", 1), "cgroup.procs");
	return result(::connect(fd, reinterpret_cast<sockaddr *>(&address), size));
}

int send_raw(char **arguments)
{
	socklen_t size = 0;
	sockaddr_storage address = address_of(arguments[0], "0", &size);

	return result(send_to(socket_must(AF_INET, SOCK_RAW, IPPROTO_UDP), reinterpret_cast<sockaddr *>(&address), size));
}

// To lo, whose index is 1.
int send_packet(char **)
{
	sockaddr_ll address{};

	address.sll_family = AF_PACKET;
	address.sll_protocol = htons(ETH_P_IP);
	address.sll_ifindex = 1;
	return result(send_to(socket_must(AF_PACKET, SOCK_DGRAM, 0), reinterpret_cast<sockaddr *>(&address), sizeof(address)));
}

int listen_unbound(char **arguments)
{
	return result(::listen(socket_must(std::atoi(arguments[0]) == 6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0), 1));
}

// io_uring's connect(), of a socket that sends datagrams.
int connect_ring(char **arguments)
{
	io_uring_params parameters{};
	const int ring = static_cast<int>(must(::syscall(SYS_io_uring_setup, 1, &parameters), "io_uring_setup"));
	const std::size_t size = page;
	auto *rings = static_cast<char *>(::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQ_RING));
	void *entries = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQES);
	must(rings == MAP_FAILED || entries == MAP_FAILED ? -1 : 0, "mmap");
	socklen_t length = 0;
	sockaddr_storage address = address_of(arguments[0], arguments[1], &length);
	io_uring_sqe entry{};

	entry.opcode = IORING_OP_CONNECT;
	entry.fd = socket_must(address.ss_family, SOCK_DGRAM, 0);
	entry.addr = reinterpret_cast<std::uintptr_t>(&address);
	entry.off = length;
	std::memcpy(entries, &entry, sizeof(entry));
	*reinterpret_cast<unsigned *>(rings + parameters.sq_off.array) = 0;
	*reinterpret_cast<volatile unsigned *>(rings + parameters.sq_off.tail) = 1;
	must(::syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS, nullptr, 0), "io_uring_enter");
	io_uring_cqe done{};
	std::memcpy(&done, rings + parameters.cq_off.cqes, sizeof(done));
	return -done.res;
}

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

// Mounts, without mount(): the first step that fails says why.

int place_new(char **arguments, bool with_source)
{
	const long context = ::syscall(SYS_fsopen, arguments[0], FSOPEN_CLOEXEC);

	if (context < 0 ||
	    (with_source && ::syscall(SYS_fsconfig, context, FSCONFIG_SET_STRING, "source", "none", 0) != 0) ||
	    ::syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0)
		return errno;
	const long mount = ::syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC, 0);
	if (mount < 0)
		return errno;
	return result(::syscall(SYS_move_mount, mount, "", AT_FDCWD, arguments[1], MOVE_MOUNT_F_EMPTY_PATH));
}

int move_place(char **arguments)
{
	return result(::syscall(SYS_move_mount, AT_FDCWD, arguments[0], AT_FDCWD, arguments[1], 0));
}

int reconfigure(char **arguments)
{
	const long context = must(::syscall(SYS_fspick, AT_FDCWD, arguments[0], FSPICK_CLOEXEC), "fspick");

	if (::syscall(SYS_fsconfig, context, FSCONFIG_SET_FLAG, "ro", nullptr, 0) != 0)
		return errno;
	return result(::syscall(SYS_fsconfig, context, FSCONFIG_CMD_RECONFIGURE, nullptr, nullptr, 0));
}

int set_attributes(char **arguments)
{
	struct mount_attr attributes {};

	attributes.attr_set = MOUNT_ATTR_RDONLY;
	return result(::syscall(SYS_mount_setattr, AT_FDCWD, arguments[0], 0, &attributes, sizeof(attributes)));
}

int hold_lock(char **arguments)
{
	must(::flock(open_must(arguments[0], O_RDONLY), LOCK_EX), "flock");
	::sleep(static_cast<unsigned>(std::atoi(arguments[1])));
	return 0;
}

constexpr Call calls[] = {
	{"hold-lock", 2, hold_lock},
	{"nothing", 0, [](char **) { return 0; }},
	{"truncate", 1, [](char **a) { return result(::truncate(a[0], 1)); }},
	{"open-truncate", 1, [](char **a) { return result(::open(a[0], O_RDONLY | O_TRUNC | O_CLOEXEC)); }},
	{"open-path", 1, [](char **a) { return result(::open(a[0], O_PATH | O_CLOEXEC)); }},
	{"ftruncate", 1, [](char **a) { return result(::ftruncate(std::atoi(a[0]), 1)); }},
	{"fallocate", 1, [](char **a) { return result(::fallocate(std::atoi(a[0]), 0, 0, page)); }},
	{"write", 1, [](char **a) { return result(::write(std::atoi(a[0]), "x", 1)); }},
	{"setxattr", 1, [](char **a) { return result(::setxattr(a[0], "trusted.try", "x", 1, 0)); }},
	{"removexattr", 1, [](char **a) { return result(::removexattr(a[0], "trusted.try")); }},
	{"set-acl", 1, set_acl},
	{"remove-acl", 1, [](char **a) { return result(::removexattr(a[0], "system.posix_acl_access")); }},
	{"set-flags", 1, set_flags},
	{"exchange", 2, exchange},
	{"link-unnamed", 1, link_unnamed},
	{"move-tree", 2, move_tree},
	{"bind-shared", 2, [](char **a) { return result(::mount(a[0], a[1], nullptr, MS_BIND | MS_SHARED, nullptr)); }},
	{"exec-memory", 0, exec_memory},
	{"exec-deleted", 1, exec_deleted},
	{"init-module", 1, init_module},
	{"finit-module", 1, finit_module},
	{"map-exec", 1, map_exec},
	{"map-then-exec", 1, map_then_exec},
	{"map-wx", 0, map_wx},
	{"map-file-wx", 1, map_file_wx},
	{"map-implied-wx", 0, map_implied_wx},
	{"attach-wx", 0, attach_wx},
	{"exec-modified", 1, [](char **a) { return exec_private(a[0], true); }},
	{"exec-unmodified", 1, [](char **a) { return exec_private(a[0], false); }},
	{"connect", 2, connect_ip},
	{"connect-unix", 1, connect_unix},
	{"connect-udp", 2, [](char **a) { return with_address(a, SOCK_DGRAM, ::connect); }},
	{"connect-v4-of-v6", 2, [](char **a) { return with_address(a, SOCK_DGRAM, ::connect, AF_INET6); }},
	{"connect-moved", 3, connect_moved},
	{"connect-ring", 2, connect_ring},
	{"dissolve", 2, dissolve},
	{"fast-open", 2, [](char **a) { return with_address(a, SOCK_STREAM, fast_open); }},
	{"send-to", 2, [](char **a) { return with_address(a, SOCK_DGRAM, send_to); }},
	{"send-v4-of-v6", 2, [](char **a) { return with_address(a, SOCK_DGRAM, send_to, AF_INET6); }},
	{"send-unspecified", 2, [](char **a) { return with_address(a, SOCK_DGRAM, send_to, AF_INET, Unspecified::yes); }},
	{"send-two", 4, send_two},
	{"send-raw", 1, send_raw},
	{"send-packet", 0, send_packet},
	{"bind", 2, [](char **a) { return with_address(a, SOCK_STREAM, ::bind); }},
	{"bind-udp", 2, [](char **a) { return with_address(a, SOCK_DGRAM, ::bind); }},
	{"bind-unspecified", 2, [](char **a) { return with_address(a, SOCK_STREAM, ::bind, AF_INET, Unspecified::yes); }},
	{"listen", 1, listen_unbound},
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
	{"make-map", 0, make_map},
	{"load-program", 0, load_program},
	{"detach-link", 1, detach_link},
	{"sample-registers", 0, sample_registers},
	{"new-mount", 2, [](char **a) { return place_new(a, true); }},
	{"new-mount-quiet", 2, [](char **a) { return place_new(a, false); }},
	{"move-mount", 2, move_place},
	{"reconfigure", 1, reconfigure},
	{"mount-attributes", 1, set_attributes},
};

} // namespace

int main(int argc, char **argv)
{
	for (const Call &call : calls) {
		if (argc < 2 || std::strcmp(argv[1], call.name) != 0 || argc - 2 != call.arguments)
			continue;
		const int error = call.make(argv + 2);
		std::printf("%s: %s\n", call.name, error == 0 ? "allowed" : ::strerrorname_np(error));
		return error == 0 ? 0 : 1;
	}
	return 2;
}
