// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/programs/try/call.h"

#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <cstdint>
#include <string>
#include <vector>

namespace guest_try {

namespace {

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

// A page that is new in the heap is written to and run.
int heap_implied_wx(char **)
{
	must(::personality(READ_IMPLIES_EXEC), "personality");
	const auto end = reinterpret_cast<std::uintptr_t>(::sbrk(2 * page));
	if (end == static_cast<std::uintptr_t>(-1))
		return result(-1);
	const std::uintptr_t code = (end + page - 1) & ~(page - 1);
	*reinterpret_cast<unsigned char *>(code) = 0xc3; // ret
	reinterpret_cast<void (*)()>(code)();
	return result(0);
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

constexpr Call file_rows[] = {
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
	{"heap-implied-wx", 0, heap_implied_wx},
	{"attach-wx", 0, attach_wx},
	{"exec-modified", 1, [](char **a) { return exec_private(a[0], true); }},
	{"exec-unmodified", 1, [](char **a) { return exec_private(a[0], false); }},
	{"new-mount", 2, [](char **a) { return place_new(a, true); }},
	{"new-mount-quiet", 2, [](char **a) { return place_new(a, false); }},
	{"move-mount", 2, move_place},
	{"reconfigure", 1, reconfigure},
	{"mount-attributes", 1, set_attributes},
};

} // namespace

std::span<const Call> file_calls() { return file_rows; }

} // namespace guest_try
