// SPDX-License-Identifier: GPL-2.0
//
// guest-labels: what the hooks say whose answer is not just yes or no. Those with a
// default other than 0, and those with loops over the LSMs of their own: programs
// that allow may not change any of it.
//
//   guest-labels        one line each: "SO_PEERSEC 7 kernel", "prctl EINVAL"
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>

#ifndef SCM_SECURITY
#define SCM_SECURITY 0x03
#endif

namespace {

// linux/lsm.h is younger than Debian 12.
constexpr int lsm_get_self_attr = 459;
constexpr unsigned attribute_current = 100;
constexpr unsigned attribute_keycreate = 103;

struct Context {
	std::uint64_t id;
	std::uint64_t flags;
	std::uint64_t length;
	std::uint64_t text_length;
	char text[];
};

// "NAME LENGTH TEXT", or "NAME ERRNO".
void say(const char *name, long result, const char *text = "")
{
	if (result < 0) {
		std::printf("%s %s\n", name, ::strerrorname_np(errno));
		return;
	}
	std::printf("%s %ld ", name, result);
	for (long i = 0; i < result && *text != '\0' && std::isprint(static_cast<unsigned char>(text[i])); ++i)
		std::putchar(text[i]);
	std::putchar('\n');
}

// inode_getsecurity, inode_listsecurity, inode_setsecurity: -EOPNOTSUPP, 0
void attributes()
{
	char value[256] = {};
	int ends[2];
	const int file = ::open("/tmp/labels", O_CREAT | O_RDWR | O_CLOEXEC, 0600);

	say("getxattr", ::fgetxattr(file, "security.selinux", value, sizeof(value)), value);
	say("getxattr-other", ::fgetxattr(file, "security.other", value, sizeof(value)), value);
	say("listxattr", ::flistxattr(file, value, sizeof(value)), value);
	if (::pipe(ends) != 0)
		return;
	say("setxattr-other", ::fsetxattr(ends[0], "security.other", "1", 1, 0));
	say("getxattr-pipe", ::fgetxattr(ends[0], "security.selinux", value, sizeof(value)), value);
	::close(ends[0]);
	::close(ends[1]);
	::close(file);
}

// socket_getpeersec_stream: -ENOPROTOOPT
void stream_peer()
{
	int ends[2];
	char value[256] = {};
	socklen_t size = sizeof(value);

	if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
		return;
	const int result = ::getsockopt(ends[0], SOL_SOCKET, SO_PEERSEC, value, &size);
	say("SO_PEERSEC", result == 0 ? static_cast<long>(size) : -1, value);
	::close(ends[0]);
	::close(ends[1]);
}

// socket_getpeersec_dgram, secid_to_secctx, release_secctx
void datagram_label()
{
	int ends[2];
	const int yes = 1;
	char data[4], control[512];
	iovec part{data, sizeof(data)};
	msghdr message{};

	if (::socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) != 0)
		return;
	::setsockopt(ends[1], SOL_SOCKET, SO_PASSSEC, &yes, sizeof(yes));
	if (::send(ends[0], "x", 1, 0) != 1)
		return;
	message.msg_iov = &part;
	message.msg_iovlen = 1;
	message.msg_control = control;
	message.msg_controllen = sizeof(control);
	const ssize_t got = ::recvmsg(ends[1], &message, 0);
	const cmsghdr *label = got < 0 ? nullptr : CMSG_FIRSTHDR(&message);
	if (label == nullptr || label->cmsg_type != SCM_SECURITY)
		std::printf("SCM_SECURITY none\n");
	else
		say("SCM_SECURITY", static_cast<long>(label->cmsg_len - CMSG_LEN(0)), reinterpret_cast<const char *>(CMSG_DATA(label)));
	::close(ends[0]);
	::close(ends[1]);
}

// getselfattr, getprocattr, setprocattr: loops, each LSM asked for itself
void process_labels()
{
	alignas(Context) char buffer[1024] = {};
	std::uint32_t size = sizeof(buffer);
	const auto *first = reinterpret_cast<const Context *>(buffer);

	const long count = ::syscall(lsm_get_self_attr, attribute_current, buffer, &size, 0);
	say("lsm_get_self_attr", count);
	if (count > 0)
		std::printf("lsm_get_self_attr %llu %s\n", static_cast<unsigned long long>(first->id),
			    first->text);
	size = sizeof(buffer);
	say("lsm_get_self_attr-keycreate", ::syscall(lsm_get_self_attr, attribute_keycreate, buffer, &size, 0));
	char text[256] = {};
	const int file = ::open("/proc/self/attr/current", O_RDWR | O_CLOEXEC);
	say("attr/current", ::read(file, text, sizeof(text) - 1), text);
	say("attr/current-write", ::write(file, "nonsense", 8));
	::close(file);
}

// task_prctl: -ENOSYS; the capability LSM's answers and nobody's
void process_controls()
{
	say("prctl", ::prctl(0x48545354, 0, 0, 0, 0));
	say("PR_SET_KEEPCAPS", ::prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0));
	say("PR_GET_KEEPCAPS", ::prctl(PR_GET_KEEPCAPS, 0, 0, 0, 0));
	say("PR_SET_KEEPCAPS-wrong", ::prctl(PR_SET_KEEPCAPS, 7, 0, 0, 0));
	say("PR_CAPBSET_READ", ::prctl(PR_CAPBSET_READ, 0, 0, 0, 0));
}

// fs_context_parse_param: -ENOPARAM, a loop; sb_eat_lsm_opts, sb_set_mnt_opts
void mounts()
{
	::mkdir("/tmp/mnt", 0700);
	say("mount-unknown", ::mount("none", "/tmp/mnt", "tmpfs", 0, "no_such_option=1"));
	say("mount", ::mount("none", "/tmp/mnt", "tmpfs", 0, "size=64k"));
	::umount("/tmp/mnt");
	const long context = ::syscall(SYS_fsopen, "tmpfs", 0);
	say("fsconfig-unknown", ::syscall(SYS_fsconfig, context, 1, "no_such_option", "1", 0));
	say("fsconfig", ::syscall(SYS_fsconfig, context, 1, "size", "64k", 0));
	::close(static_cast<int>(context));
}

// vm_enough_memory: a positive answer of each LSM gives root the reserve
void memory()
{
	void *const all = ::mmap(nullptr, 1UL << 46, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	say("mmap-huge", all == MAP_FAILED ? -1 : 0);
	void *const some = ::mmap(nullptr, 1UL << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	say("mmap", some == MAP_FAILED ? -1 : 0);
}

} // namespace

int main()
{
	attributes();
	stream_peer();
	datagram_label();
	process_labels();
	process_controls();
	mounts();
	memory();
	return 0;
}
