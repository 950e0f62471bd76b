// SPDX-License-Identifier: GPL-2.0
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>

#include "tests/guest/conformance/trigger.h"

namespace conformance {

namespace {

int context = -1;
int file = -1;

void make_dir() { must(::mkdir("d", 0700), "mkdir"); }
int mount_tmpfs(const char *options) { return result(::mount("none", "d", "tmpfs", 0, options)); }
int mount_plain() { return mount_tmpfs(nullptr); }

void make_mount()
{
	make_dir();
	must(mount_plain() == 0, "mount of tmpfs");
}

void open_context() { context = must(static_cast<int>(::syscall(SYS_fsopen, "tmpfs", 0)), "fsopen"); }

// fsconfig(fd, command, key, value, aux): linux/mount.h
int configure(unsigned command, const char *key, const char *value)
{
	return static_cast<int>(::syscall(SYS_fsconfig, context, command, key, value, 0));
}

constexpr unsigned set_string = 1; // FSCONFIG_SET_STRING
constexpr unsigned create = 6;     // FSCONFIG_CMD_CREATE

void make_detached_mount()
{
	make_dir();
	open_context();
	must(configure(create, nullptr, nullptr), "fsconfig");
	file = must(static_cast<int>(::syscall(SYS_fsmount, context, 0, 0)), "fsmount");
}

int put_in_place()
{
	constexpr unsigned empty_path = 4; // MOVE_MOUNT_F_EMPTY_PATH

	return result(::syscall(SYS_move_mount, file, "", AT_FDCWD, "d", empty_path));
}

int list_mounts()
{
	char text[512];

	return result(::read(file, text, sizeof(text)));
}

constexpr std::array triggers{
	Trigger{.hook = "sb_mount", .call = "mount(2)", .prepare = make_dir, .act = mount_plain},
	Trigger{.hook = "sb_alloc_security", .call = "mount(2), which says ENOMEM", .prepare = make_dir, .act = mount_plain,
		.refused = ENOMEM},
	Trigger{.hook = "sb_set_mnt_opts", .call = "mount(2)", .prepare = make_dir, .act = mount_plain},
	Trigger{.hook = "sb_kern_mount", .call = "mount(2)", .prepare = make_dir, .act = mount_plain},
	Trigger{.hook = "sb_eat_lsm_opts", .call = "mount(2) with options", .prepare = make_dir,
		.act = [] { return mount_tmpfs("size=1m"); }},
	Trigger{.hook = "sb_remount", .call = "mount(2) MS_REMOUNT", .prepare = make_mount,
		.act = [] { return result(::mount("none", "d", "tmpfs", MS_REMOUNT, "size=2m")); }},
	Trigger{.hook = "sb_umount", .call = "umount(2)", .prepare = make_mount, .act = [] { return result(::umount("d")); }},
	Trigger{.hook = "sb_statfs", .call = "statfs(2)",
		.act = [] {
			struct statfs status;
			return result(::statfs(".", &status));
		}},
	Trigger{.hook = "sb_show_options", .call = "read(2) of /proc/self/mounts",
		.prepare = [] { file = must(::open("/proc/self/mounts", O_RDONLY), "open"); }, .act = list_mounts},
	// Of the first root file system nothing can be pivoted; the hook is asked before.
	Trigger{.hook = "sb_pivotroot", .call = "pivot_root(2)", .prepare = make_mount,
		.act = [] { return result(::syscall(SYS_pivot_root, "d", "d")); }, .allowed = EINVAL},
	Trigger{.hook = "fs_context_parse_param", .call = "fsconfig(2)", .prepare = open_context,
		.act = [] { return result(configure(set_string, "size", "1m")); }},
	Trigger{.hook = "move_mount", .call = "move_mount(2)", .prepare = make_detached_mount, .act = put_in_place},
};

} // namespace

std::span<const Trigger> mount_triggers() { return triggers; }

} // namespace conformance
