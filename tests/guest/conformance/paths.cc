// SPDX-License-Identifier: GPL-2.0
#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>

#include "tests/guest/conformance/trigger.h"

namespace conformance {

namespace {

int events = -1;

void make_closed_file() { ::close(make_file()); }
void make_dir() { must(::mkdir("d", 0700), "mkdir"); }
void start_inotify() { events = must(::inotify_init(), "inotify_init"); }

constexpr std::array triggers{
	Trigger{.hook = "path_unlink", .call = "unlink(2)", .prepare = make_closed_file, .act = [] { return result(::unlink("f")); }},
	Trigger{.hook = "path_mkdir", .call = "mkdir(2)", .act = [] { return result(::mkdir("d", 0700)); }},
	Trigger{.hook = "path_rmdir", .call = "rmdir(2)", .prepare = make_dir, .act = [] { return result(::rmdir("d")); }},
	Trigger{.hook = "path_mknod", .call = "mknod(2) of a file", .act = [] { return result(::mknod("p", S_IFREG | 0600, 0)); }},
	Trigger{.hook = "path_truncate", .call = "truncate(2)", .prepare = make_closed_file,
		.act = [] { return result(::truncate("f", 0)); }},
	Trigger{.hook = "path_symlink", .call = "symlink(2)", .act = [] { return result(::symlink("f", "l")); }},
	Trigger{.hook = "path_link", .call = "link(2)", .prepare = make_closed_file, .act = [] { return result(::link("f", "g")); }},
	Trigger{.hook = "path_rename", .call = "rename(2)", .prepare = make_closed_file,
		.act = [] { return result(::rename("f", "g")); }},
	Trigger{.hook = "path_chmod", .call = "chmod(2)", .prepare = make_closed_file, .act = [] { return result(::chmod("f", 0400)); }},
	Trigger{.hook = "path_chown", .call = "chown(2)", .prepare = make_closed_file, .act = [] { return result(::chown("f", 1, 1)); }},
	Trigger{.hook = "path_chroot", .call = "chroot(2)", .prepare = make_dir, .act = [] { return result(::chroot("d")); }},
	Trigger{.hook = "path_notify", .call = "inotify_add_watch(2)", .prepare = start_inotify,
		.act = [] { return result(::inotify_add_watch(events, ".", IN_CREATE)); }},
};

} // namespace

std::span<const Trigger> path_triggers() { return triggers; }

} // namespace conformance
