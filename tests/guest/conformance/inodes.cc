// SPDX-License-Identifier: GPL-2.0
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/userfaultfd.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>

#include "tests/guest/conformance/trigger.h"

namespace conformance {

namespace {

constexpr const char *access_acl = "system.posix_acl_access";

int file = -1;
char buffer[256];

void open_file() { file = make_file(); }
void make_link() { must(::symlink("f", "l"), "symlink"); }
void make_dir() { must(::mkdir("d", 0700), "mkdir"); }
int create() { return result(::open("new", O_CREAT | O_WRONLY, 0600)); }

// struct posix_acl_xattr_header and its entries (linux/posix_acl_xattr.h): what
// mode 0600 says, too.
int set_acl()
{
	struct Entry {
		std::uint16_t tag, permission;
		std::uint32_t id;
	};
	const struct {
		std::uint32_t version;
		Entry entries[3];
	} acl{2, {{0x01, 6, ~0U}, {0x04, 0, ~0U}, {0x20, 0, ~0U}}};

	return result(::setxattr("f", access_acl, &acl, sizeof(acl), 0));
}

void with_acl()
{
	open_file();
	must(set_acl() == 0, "setxattr of an ACL");
}

void with_attribute()
{
	open_file();
	must(::setxattr("f", "trusted.x", "1", 1, 0), "setxattr");
}

// A write takes them away.
void with_capabilities()
{
	const struct vfs_cap_data caps{.magic_etc = VFS_CAP_REVISION_2, .data = {{1, 0}, {0, 0}}};

	open_file();
	must(::setxattr("f", "security.capability", &caps, sizeof(caps), 0), "setxattr of file capabilities");
}

void mount_cgroups()
{
	make_dir();
	must(::mount("none", "d", "cgroup2", 0, nullptr), "mount of cgroup2");
}

// The group outlives the mount; one that is there already would refuse.
int make_cgroup()
{
	const int error = result(::mkdir("d/conformance", 0700));

	::rmdir("d/conformance");
	return error;
}

int user_faults() { return result(::syscall(SYS_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY)); }

int two_ends()
{
	int ends[2];

	return result(::pipe(ends));
}

constexpr std::array triggers{
	Trigger{.hook = "inode_alloc_security", .call = "pipe(2), which says ENFILE", .act = two_ends, .refused = ENFILE},
	Trigger{.hook = "inode_init_security", .call = "open(2) O_TMPFILE",
		.act = [] { return result(::open(".", O_TMPFILE | O_RDWR, 0600)); }},
	Trigger{.hook = "inode_init_security_anon", .call = "userfaultfd(2)", .act = user_faults},
	Trigger{.hook = "inode_create", .call = "open(2) O_CREAT", .act = create},
	Trigger{.hook = "inode_link", .call = "link(2)", .prepare = open_file, .act = [] { return result(::link("f", "g")); }},
	Trigger{.hook = "inode_unlink", .call = "unlink(2)", .prepare = open_file, .act = [] { return result(::unlink("f")); }},
	Trigger{.hook = "inode_symlink", .call = "symlink(2)", .act = [] { return result(::symlink("f", "l")); }},
	Trigger{.hook = "inode_mkdir", .call = "mkdir(2)", .act = [] { return result(::mkdir("d", 0700)); }},
	Trigger{.hook = "inode_rmdir", .call = "rmdir(2)", .prepare = make_dir, .act = [] { return result(::rmdir("d")); }},
	Trigger{.hook = "inode_mknod", .call = "mkfifo(3)", .act = [] { return result(::mkfifo("p", 0600)); }},
	Trigger{.hook = "inode_rename", .call = "rename(2)", .prepare = open_file,
		.act = [] { return result(::rename("f", "g")); }},
	Trigger{.hook = "inode_readlink", .call = "readlink(2)", .prepare = make_link,
		.act = [] { return result(::readlink("l", buffer, sizeof(buffer))); }},
	Trigger{.hook = "inode_follow_link", .call = "stat(2) through a link",
		.prepare = [] { open_file(), make_link(); },
		.act = [] {
			struct stat status;
			return result(::stat("l", &status));
		}},
	Trigger{.hook = "inode_permission", .call = "open(2) of a file", .prepare = open_file,
		.act = [] { return result(::open("f", O_RDONLY)); }},
	Trigger{.hook = "inode_setattr", .call = "chmod(2)", .prepare = open_file, .act = [] { return result(::chmod("f", 0400)); }},
	Trigger{.hook = "inode_getattr", .call = "stat(2)", .prepare = open_file,
		.act = [] {
			struct stat status;
			return result(::stat("f", &status));
		}},
	Trigger{.hook = "inode_setxattr", .call = "setxattr(2) trusted.x", .prepare = open_file,
		.act = [] { return result(::setxattr("f", "trusted.x", "1", 1, 0)); }},
	Trigger{.hook = "inode_getxattr", .call = "getxattr(2) trusted.x", .prepare = with_attribute,
		.act = [] { return result(::getxattr("f", "trusted.x", buffer, sizeof(buffer))); }},
	Trigger{.hook = "inode_listxattr", .call = "listxattr(2)", .prepare = with_attribute,
		.act = [] { return result(::listxattr("f", buffer, sizeof(buffer))); }},
	Trigger{.hook = "inode_removexattr", .call = "removexattr(2) trusted.x", .prepare = with_attribute,
		.act = [] { return result(::removexattr("f", "trusted.x")); }},
	Trigger{.hook = "inode_set_acl", .call = "setxattr(2) of an ACL", .prepare = open_file, .act = set_acl},
	Trigger{.hook = "inode_set_acl", .call = "setxattr(2) of an empty ACL", .prepare = with_acl,
		.act = [] { return result(::setxattr("f", access_acl, "", 0, 0)); }},
	Trigger{.hook = "inode_get_acl", .call = "getxattr(2) of an ACL", .prepare = with_acl,
		.act = [] { return result(::getxattr("f", access_acl, buffer, sizeof(buffer))); },
		.allowed = ENODATA}, // the mode says it all, so none is kept
	Trigger{.hook = "inode_remove_acl", .call = "removexattr(2) of an ACL", .prepare = with_acl,
		.act = [] { return result(::removexattr("f", access_acl)); }},
	Trigger{.hook = "inode_killpriv", .call = "write(2) to a file with capabilities", .prepare = with_capabilities,
		.act = [] { return result(::write(file, "y", 1)); }},
	Trigger{.hook = "kernfs_init_security", .call = "mkdir(2) on cgroup2, which says ENOMEM", .prepare = mount_cgroups,
		.act = make_cgroup, .refused = ENOMEM},
};

} // namespace

std::span<const Trigger> inode_triggers() { return triggers; }

} // namespace conformance
