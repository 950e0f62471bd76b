// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/alloc/extra_triggers.h"

#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/keyctl.h>
#include <linux/loop.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/fsuid.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>

namespace alloc {

namespace {

using conformance::must;
using conformance::result;
using conformance::Trigger;

int file = -1;

void open_loop_control() { file = must(::open("/dev/loop-control", O_RDWR | O_CLOEXEC), "open of /dev/loop-control"); }

// A number that no device has.
int add_loop_device()
{
	constexpr int number = 4711;
	const int error = result(::ioctl(file, LOOP_CTL_ADD, number));

	if (error == 0)
		::ioctl(file, LOOP_CTL_REMOVE, number);
	return error;
}

void join_session_keyring()
{
	must(static_cast<int>(::syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, nullptr)), "keyctl JOIN_SESSION_KEYRING");
}

int session_to_parent() { return result(::syscall(SYS_keyctl, KEYCTL_SESSION_TO_PARENT)); }

// The mount goes with the process. The module must be loaded.
void mount_overlay()
{
	must(::unshare(CLONE_NEWNS), "unshare");
	must(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), "mount --make-rprivate");
	for (const char *folder : {"l", "u", "w", "m"})
		must(::mkdir(folder, 0700), "mkdir");
	::close(must(::open("l/f", O_CREAT | O_WRONLY, 0600), "open of a new file"));
	must(::mount("overlay", "m", "overlay", 0, "lowerdir=l,upperdir=u,workdir=w"), "mount of overlay");
}

int open_on_overlay()
{
	const int fd = ::open("m/f", O_RDONLY | O_CLOEXEC);
	const int error = result(fd);

	::close(fd);
	return error;
}

// What is made there belongs to another group than root's, and has attributes
// that say so.
void mount_cgroups_as_other_group()
{
	must(::mkdir("c", 0700) == 0, "a folder");
	must(::mount("none", "c", "cgroup2", 0, nullptr), "mount of cgroup2");
	::setfsgid(1000);
}

int make_cgroup()
{
	const int error = result(::mkdir("c/alloc", 0700));

	::rmdir("c/alloc");
	return error;
}

// BPF_TOKEN_CREATE and its attribute: newer than the headers of Debian 12.
constexpr int token_create = 36;
struct TokenAttributes {
	std::uint32_t flags;
	std::uint32_t bpffs_fd;
};

int create_token()
{
	TokenAttributes attributes{.flags = 0, .bpffs_fd = static_cast<std::uint32_t>(file)};
	const int fd = static_cast<int>(::syscall(SYS_bpf, token_create, &attributes, sizeof(attributes)));
	const int error = result(fd);

	::close(fd);
	return error;
}

constexpr std::array triggers{
	Trigger{.hook = "bdev_alloc_security", .call = "ioctl(2) LOOP_CTL_ADD, which says ENOMEM", .prepare = open_loop_control,
		.act = add_loop_device, .refused = ENOMEM},
	Trigger{.hook = "backing_file_alloc", .call = "open(2) on overlayfs", .prepare = mount_overlay, .act = open_on_overlay},
	Trigger{.hook = "cred_alloc_blank", .call = "keyctl(2) SESSION_TO_PARENT, which says ENOMEM",
		.prepare = join_session_keyring, .act = session_to_parent, .refused = ENOMEM},
	Trigger{.hook = "kernfs_init_security", .call = "mkdir(2) on cgroup2 of another group, which says ENOMEM",
		.prepare = mount_cgroups_as_other_group, .act = make_cgroup, .refused = ENOMEM},
	Trigger{.hook = "bpf_token_create", .call = "bpf(2) TOKEN_CREATE", .prepare = [] { file = delegated_bpffs(); },
		.act = create_token},
};

} // namespace

std::span<const Trigger> extra_triggers() { return triggers; }

} // namespace alloc
