// SPDX-License-Identifier: GPL-2.0
//
// BPF tokens: root of a user namespace, who may nothing of itself, loads and
// attaches a program by a token of a bpffs to which that was delegated. The
// child is in the namespace; the parent, who is not, says what is delegated.
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/mount.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <string>

#include "tests/guest/features/raw_program.h"
#include "tests/guest/features/run.h"

namespace features {

namespace {

constexpr unsigned user = 1000;

struct Delegation {
	const char *programs; // names of types, "any", or nullptr for none
	const char *attaches;
};

// Where parent and child wait for each other.
struct Meeting {
	volatile int bpffs = -1; // the child's descriptor
	volatile bool delegated = false;
};

// "lsm" of BPF_PROG_TYPE_LSM, as mount options have it.
std::string option_name(std::string_view enumerator, std::string_view prefix)
{
	if (enumerator.starts_with(prefix))
		enumerator.remove_prefix(prefix.size());
	std::string name{enumerator};
	std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
	return name;
}

std::string program_name() { return option_name(running().target.row().prog_type, "BPF_PROG_TYPE_"); }
std::string attach_name() { return option_name(running().target.row().attach_type, "BPF_"); }

void write_file(const char *path, std::string_view text)
{
	const int file = must(::open(path, O_WRONLY | O_CLOEXEC), path);

	must(::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()), path);
	::close(file);
}

void become_root_of_namespace()
{
	must(::setresgid(user, user, user) == 0 && ::setresuid(user, user, user) == 0, "setresuid");
	must(::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0, "PR_SET_DUMPABLE");
	must(::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0, "unshare");
	write_file("/proc/self/setgroups", "deny");
	write_file("/proc/self/uid_map", "0 1000 1");
	write_file("/proc/self/gid_map", "0 1000 1");
}

int syscall_int(long returned, const char *what) { return must(static_cast<int>(returned), what); }

void configure(int bpffs, const char *key, const char *value)
{
	must(::syscall(SYS_fsconfig, bpffs, FSCONFIG_SET_STRING, key, value, 0) == 0, key);
}

// In the parent: the child's file system gets its options and is made.
void delegate(pid_t child, Meeting &meeting, const Delegation &what)
{
	while (meeting.bpffs < 0)
		::usleep(1000);
	const int process = syscall_int(::syscall(SYS_pidfd_open, child, 0), "pidfd_open");
	const int bpffs = syscall_int(::syscall(SYS_pidfd_getfd, process, meeting.bpffs, 0), "pidfd_getfd");

	configure(bpffs, "delegate_cmds", "prog_load");
	if (what.programs != nullptr)
		configure(bpffs, "delegate_progs", what.programs);
	if (what.attaches != nullptr)
		configure(bpffs, "delegate_attachs", what.attaches);
	must(::syscall(SYS_fsconfig, bpffs, FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) == 0, "FSCONFIG_CMD_CREATE");
	meeting.delegated = true;
	::close(bpffs);
	::close(process);
}

// In the child: the folder of its bpffs, mounted at /mnt-token of its own.
int mounted(Meeting &meeting)
{
	become_root_of_namespace();
	const int bpffs = syscall_int(::syscall(SYS_fsopen, "bpf", FSOPEN_CLOEXEC), "fsopen");
	meeting.bpffs = bpffs;
	while (!meeting.delegated)
		::usleep(1000);
	const int folder = syscall_int(::syscall(SYS_fsmount, bpffs, FSMOUNT_CLOEXEC, 0), "fsmount");
	must(::syscall(SYS_move_mount, folder, "", AT_FDCWD, "/tmp/feature-token", MOVE_MOUNT_F_EMPTY_PATH) == 0,
	     "move_mount");
	::close(folder); // which cannot be read from
	return must(::open("/tmp/feature-token", O_RDONLY | O_DIRECTORY | O_CLOEXEC), "the file system's folder");
}

int make_token(int folder)
{
	union bpf_attr attributes {};

	attributes.token_create.bpffs_fd = static_cast<unsigned>(folder);
	return static_cast<int>(bpf_call(BPF_TOKEN_CREATE, &attributes, sizeof(attributes)));
}

// Runs `check(folder)` in the namespace, with that much delegated.
template <class Check> void with_delegation(const Delegation &what, Check check)
{
	auto *const meeting = static_cast<Meeting *>(
		::mmap(nullptr, sizeof(Meeting), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	int status = 0;

	must(meeting != MAP_FAILED, "mmap");
	*meeting = {};
	must(::mkdir("/tmp/feature-token", 0755) == 0 || errno == EEXIST, "mkdir");
	const pid_t child = must(::fork(), "fork");
	if (child == 0) {
		::prctl(PR_SET_PDEATHSIG, SIGKILL);
		check(mounted(*meeting));
		::_exit(0);
	}
	delegate(child, *meeting, what);
	must(::waitpid(child, &status, 0) == child, "waitpid");
	equal(status, 0, "the process in the user namespace");
}

int mkdir_error()
{
	constexpr char folder[] = "/tmp/feature-token-folder";

	if (::mkdir(folder, 0700) != 0)
		return errno;
	must(::rmdir(folder) == 0, "rmdir");
	return 0;
}

RawProgram deny_mkdir(int token)
{
	return {.code = refuse_process(::getpid(), EXDEV), .hook = "inode_mkdir", .sleepable = false, .token = token};
}

void taken()
{
	with_delegation({program_name().c_str(), attach_name().c_str()}, [](int folder) {
		equal(load(deny_mkdir(-1)), -EPERM, "loading without a token");
		const int token = make_token(folder);
		errno = -token;
		must(token >= 0, "BPF_TOKEN_CREATE");
		const int program = load(deny_mkdir(token));
		errno = -program;
		must(program >= 0, "loading with a token");
		equal(mkdir_error(), 0, "mkdir(2) with the program loaded");
		const int link = make_link(program);
		errno = -link;
		must(link >= 0, "BPF_LINK_CREATE");
		equal(mkdir_error(), EXDEV, "mkdir(2) with the program attached");
		::close(link);
		equal(mkdir_error(), 0, "mkdir(2) after the last close");
	});
}

void any()
{
	with_delegation({"any", "any"}, [](int folder) {
		const int token = make_token(folder);
		errno = -token;
		must(token >= 0, "BPF_TOKEN_CREATE");
		const int program = load(deny_mkdir(token));
		errno = -program;
		must(program >= 0, "loading with a token for any program");
	});
}

void refused_by(const Delegation &what)
{
	with_delegation(what, [](int folder) {
		const int token = make_token(folder);
		errno = -token;
		must(token >= 0, "BPF_TOKEN_CREATE");
		equal(load(deny_mkdir(token)), -EPERM, "loading with a token for something else");
	});
}

void other_program() { refused_by({"xdp", attach_name().c_str()}); }
void no_attach() { refused_by({program_name().c_str(), nullptr}); }

std::string line_with(const std::string &path, std::string_view words)
{
	std::ifstream file{path};

	for (std::string line; std::getline(file, line);)
		if (line.find(words) != std::string::npos)
			return line;
	return {};
}

void shown()
{
	with_delegation({program_name().c_str(), attach_name().c_str()}, [](int folder) {
		const std::string mount = line_with("/proc/self/mountinfo", "/tmp/feature-token ");
		const int token = make_token(folder);
		char mask[32] = "";

		errno = 0;
		must(mount.find("delegate_progs=" + program_name()) != std::string::npos, mount.c_str());
		must(mount.find("delegate_attachs=" + attach_name()) != std::string::npos, mount.c_str());
		must(token >= 0, "BPF_TOKEN_CREATE");
		std::snprintf(mask, sizeof(mask), "0x%llx", 1ULL << running().target.prog_type);
		equal_text(line_with("/proc/self/fdinfo/" + std::to_string(token), "allowed_progs"),
			   std::string{"allowed_progs:\t"} + mask, "the token's programs");
	});
}

constexpr std::array rows{
	Line{"token", "root of a user namespace loads and attaches by it, and not without", taken},
	Line{"token_any", "one for any program does as well", any},
	Line{"token_other_program", "EPERM with one for another type of program", other_program},
	Line{"token_no_attach", "EPERM with one that is not for attaching", no_attach},
	Line{"token_shown", "the program's and attach type's own names in mount options and fdinfo", shown},
};

} // namespace

unsigned check_token() { return run_lines(rows); }

} // namespace features
