// SPDX-License-Identifier: GPL-2.0
//
// The file system belongs to the user namespace in which its context was opened,
// and may be told what it delegates by the first one only. So two processes hand
// the context to each other.
#include <fcntl.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <string_view>

#include "tests/guest/alloc/extra_triggers.h"

namespace alloc {

namespace {

using conformance::must;

// linux/mount.h
constexpr unsigned set_string = 1;
constexpr unsigned create = 6;

void send_descriptor(int socket, int fd)
{
	alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))] = "";
	char byte = 'x';
	struct iovec part {.iov_base = &byte, .iov_len = 1};
	struct msghdr message {};

	message.msg_iov = &part;
	message.msg_iovlen = 1;
	message.msg_control = control;
	message.msg_controllen = sizeof(control);
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);
	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(int));
	std::memcpy(CMSG_DATA(head), &fd, sizeof(fd));
	must(static_cast<int>(::sendmsg(socket, &message, 0)), "sendmsg of a descriptor");
}

int receive_descriptor(int socket)
{
	alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))] = "";
	char byte;
	struct iovec part {.iov_base = &byte, .iov_len = 1};
	struct msghdr message {};
	int fd = -1;

	message.msg_iov = &part;
	message.msg_iovlen = 1;
	message.msg_control = control;
	message.msg_controllen = sizeof(control);
	must(::recvmsg(socket, &message, 0) == 1 && CMSG_FIRSTHDR(&message) != nullptr, "recvmsg of a descriptor");
	std::memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fd));
	return fd;
}

int configure(int context, unsigned command, const char *key, const char *value)
{
	return static_cast<int>(::syscall(SYS_fsconfig, context, command, key, value, 0));
}

// With the capabilities of the first user namespace.
[[noreturn]] void be_delegator(int socket)
{
	const int context = receive_descriptor(socket);

	for (const char *what : {"delegate_cmds", "delegate_maps", "delegate_progs", "delegate_attachs"})
		must(configure(context, set_string, what, "any"), what);
	must(configure(context, create, nullptr, nullptr), "fsconfig of bpffs");
	::_exit(0);
}

void put(const char *path, std::string_view text)
{
	const int fd = must(::open(path, O_WRONLY | O_CLOEXEC), path);

	must(::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()), path);
	::close(fd);
}

} // namespace

int delegated_bpffs()
{
	int ends[2];
	int status = 0;

	must(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), "socketpair");
	const pid_t delegator = must(::fork(), "fork");
	if (delegator == 0)
		be_delegator(ends[1]);
	must(::unshare(CLONE_NEWUSER | CLONE_NEWNS), "unshare of a user namespace");
	put("/proc/self/setgroups", "deny");
	put("/proc/self/uid_map", "0 0 1");
	put("/proc/self/gid_map", "0 0 1");
	const int context = must(static_cast<int>(::syscall(SYS_fsopen, "bpf", 0)), "fsopen of bpffs");
	send_descriptor(ends[0], context);
	must(::waitpid(delegator, &status, 0) == delegator && status == 0, "delegation");
	const int mount = must(static_cast<int>(::syscall(SYS_fsmount, context, 0, 0)), "fsmount");
	const int root = must(::openat(mount, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), "open of bpffs");
	::close(context);
	::close(mount);
	return root;
}

} // namespace alloc
