// SPDX-License-Identifier: GPL-2.0
//
// guest-answers: what a kernel without CONFIG_SECURITY answers where a security
// hook is asked: what capabilities allow root and refuse uid 1000, and the
// errors that stand for "there are no labels". One line per question that was
// answered otherwise; status 1 then. Each is asked in a process of its own.
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

constexpr const char *caps_name = "security.capability";
constexpr uid_t user = 1000;

const struct vfs_cap_data file_caps{.magic_etc = VFS_CAP_REVISION_2, .data = {{1U << CAP_NET_RAW, 0}, {0, 0}}};
char buffer[256];

int result(long returned) { return returned < 0 ? errno : 0; }

// "own" is uid 1000's, "foreign" root's; both have file capabilities, which come
// last because a change of owner takes them away.
void make_file(const char *name, uid_t owner)
{
	const int fd = ::open(name, O_CREAT | O_RDWR | O_TRUNC, 0644);

	if (fd < 0 || ::fchown(fd, owner, owner) != 0 || ::fsetxattr(fd, caps_name, &file_caps, sizeof(file_caps), 0) != 0)
		std::perror(name);
	::close(fd);
}

int ask_filesystem(const char *key)
{
	const int context = static_cast<int>(::syscall(SYS_fsopen, "tmpfs", 0));
	constexpr unsigned set_string = 1; // FSCONFIG_SET_STRING

	return context < 0 ? errno : result(::syscall(SYS_fsconfig, context, set_string, key, "x", 0));
}

int peer_label()
{
	int ends[2];
	socklen_t length = sizeof(buffer);

	if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
		return errno;
	return result(::getsockopt(ends[0], SOL_SOCKET, SO_PEERSEC, buffer, &length));
}

// "" for a key without a label, which is no error.
int key_label()
{
	const long key = ::syscall(SYS_add_key, "user", "answers", "x", 1, KEY_SPEC_PROCESS_KEYRING);

	return key < 0 ? errno : result(::syscall(SYS_keyctl, KEYCTL_GET_SECURITY, key, buffer, sizeof(buffer)));
}

int raise_capability()
{
	struct __user_cap_header_struct head {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
	struct __user_cap_data_struct caps[2] = {{1U << CAP_SYS_ADMIN, 1U << CAP_SYS_ADMIN, 0}, {0, 0, 0}};

	return result(::syscall(SYS_capset, &head, caps));
}

int run_first()
{
	const struct sched_param parameters {.sched_priority = 1};

	return result(::sched_setscheduler(0, SCHED_FIFO, &parameters));
}

int set_time()
{
	struct timeval now;

	::gettimeofday(&now, nullptr);
	return result(::settimeofday(&now, nullptr));
}

constexpr int not_asked = -2; // who cannot even get to the hook

struct Question {
	const char *text;
	int (*ask)();
	int root; // the errno for root, 0 for success
	int other; // for uid 1000
};

constexpr std::array questions{
	Question{"removexattr(security.capability), own file", [] { return result(::removexattr("own", caps_name)); }, 0, EPERM},
	Question{"removexattr(security.capability), root's file", [] { return result(::removexattr("foreign", caps_name)); }, 0, EPERM},
	Question{"setxattr(security.capability), own file",
		 [] { return result(::setxattr("own", caps_name, &file_caps, sizeof(file_caps), 0)); }, 0, EPERM},
	Question{"setxattr(security.x), own file", [] { return result(::setxattr("own", "security.x", "1", 1, 0)); }, 0, EPERM},
	Question{"getxattr(security.selinux)",
		 [] { return result(::getxattr("own", "security.selinux", buffer, sizeof(buffer))); }, ENODATA, ENODATA},
	Question{"getsockopt(SO_PEERSEC)", peer_label, ENOPROTOOPT, ENOPROTOOPT},
	Question{"fsconfig(context)", [] { return ask_filesystem("context"); }, EINVAL, not_asked},
	Question{"fsconfig(nosuchoption)", [] { return ask_filesystem("nosuchoption"); }, EINVAL, not_asked},
	Question{"prctl(9999)", [] { return result(::prctl(9999, 0, 0, 0, 0)); }, EINVAL, EINVAL},
	Question{"prctl(PR_CAPBSET_READ)", [] { return result(::prctl(PR_CAPBSET_READ, CAP_CHOWN, 0, 0, 0)); }, 0, 0},
	Question{"prctl(PR_CAPBSET_DROP)", [] { return result(::prctl(PR_CAPBSET_DROP, CAP_CHOWN, 0, 0, 0)); }, 0, EPERM},
	Question{"keyctl(GET_SECURITY)", key_label, 0, 0},
	Question{"setuid(0)", [] { return result(::setuid(0)); }, 0, EPERM},
	Question{"capset(CAP_SYS_ADMIN)", raise_capability, 0, EPERM},
	Question{"chown of root's file", [] { return result(::chown("foreign", user, user)); }, 0, EPERM},
	Question{"chroot(/)", [] { return result(::chroot("/")); }, 0, EPERM},
	Question{"mount(tmpfs)", [] { return result(::mount("none", "d", "tmpfs", 0, nullptr)); }, 0, EPERM},
	Question{"unshare(CLONE_NEWNS)", [] { return result(::unshare(CLONE_NEWNS)); }, 0, EPERM},
	Question{"sethostname()", [] { return result(::sethostname("guest", 5)); }, 0, EPERM},
	Question{"settimeofday()", set_time, 0, EPERM},
	Question{"syslog(CLEAR)", [] { return result(::klogctl(5, nullptr, 0)); }, 0, EPERM},
	Question{"kill(1, 0)", [] { return result(::kill(1, 0)); }, 0, EPERM},
	Question{"ptrace(SEIZE) of 1", [] { return result(::ptrace(PTRACE_SEIZE, 1, nullptr, nullptr)); }, 0, EPERM},
	Question{"setpriority(-5)", [] { return result(::setpriority(PRIO_PROCESS, 0, -5)); }, 0, EACCES},
	Question{"sched_setscheduler(SCHED_FIFO)", run_first, 0, EPERM},
};

int ask_as(uid_t uid, const Question &question)
{
	int ends[2];
	int answer = -1;

	if (::pipe(ends) != 0)
		return -1;
	const pid_t pid = ::fork();
	if (pid == 0) {
		const bool ready = uid == 0 || (::setresgid(uid, uid, uid) == 0 && ::setresuid(uid, uid, uid) == 0);
		errno = 0;
		answer = ready ? question.ask() : -1;
		::_exit(::write(ends[1], &answer, sizeof(answer)) == sizeof(answer) ? 0 : 1);
	}
	::close(ends[1]);
	if (::read(ends[0], &answer, sizeof(answer)) != sizeof(answer))
		answer = -1;
	::close(ends[0]);
	::waitpid(pid, nullptr, 0);
	return answer;
}

const char *name_of(int answer) { return answer == 0 ? "success" : answer < 0 ? "nothing" : ::strerrorname_np(answer); }

} // namespace

int main()
{
	char folder[] = "/tmp/answers.XXXXXX";
	unsigned asked = 0;
	unsigned otherwise = 0;

	if (::mkdtemp(folder) == nullptr || ::chmod(folder, 0755) != 0 || ::chdir(folder) != 0 || ::mkdir("d", 0755) != 0) {
		std::perror(folder);
		return 2;
	}
	for (const Question &question : questions) {
		for (const uid_t uid : {uid_t{0}, user}) {
			make_file("own", user);
			make_file("foreign", 0);
			const int expected = uid == 0 ? question.root : question.other;
			if (expected == not_asked)
				continue;
			++asked;
			const int answer = ask_as(uid, question);
			if (answer == expected)
				continue;
			++otherwise;
			std::printf("uid %u, %s: %s, expected %s\n", uid, question.text, name_of(answer), name_of(expected));
		}
	}
	std::printf("%u questions, %u answered otherwise\n", asked, otherwise);
	return otherwise == 0 ? 0 : 1;
}
