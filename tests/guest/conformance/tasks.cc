// SPDX-License-Identifier: GPL-2.0
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/klog.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "tests/guest/conformance/trigger.h"

namespace conformance {

namespace {

pid_t child = -1;
struct __user_cap_header_struct head {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
struct __user_cap_data_struct caps[2];

// The children that tests make are no target: programs refuse one process.
int fork_and_wait()
{
	const pid_t pid = ::fork();

	if (pid == 0)
		::_exit(0);
	return pid < 0 ? errno : result(::waitpid(pid, nullptr, 0));
}

void make_child()
{
	child = must(::fork(), "fork");
	if (child != 0)
		return;
	::prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;)
		::pause();
}

int execute()
{
	char name[] = "true";
	char *const argv[] = {name, nullptr};

	::execve("/bin/busybox", argv, nullptr);
	return errno;
}

int read_scheduler() { return result(::sched_getscheduler(0)); }

int set_scheduler()
{
	const struct sched_param parameters {.sched_priority = 0};

	return result(::sched_setscheduler(0, SCHED_OTHER, &parameters));
}

int set_limit()
{
	struct rlimit limit;

	::getrlimit(RLIMIT_CORE, &limit);
	return result(::setrlimit(RLIMIT_CORE, &limit));
}

int read_limit_of_parent()
{
	struct rlimit limit;

	return result(::prlimit(::getppid(), RLIMIT_CORE, nullptr, &limit));
}

int set_time()
{
	struct timeval now;

	::gettimeofday(&now, nullptr);
	return result(::settimeofday(&now, nullptr));
}

constexpr int io_process = 1; // IOPRIO_WHO_PROCESS

constexpr std::array triggers{
	Trigger{.hook = "task_alloc", .call = "fork(2)", .act = fork_and_wait},
	Trigger{.hook = "cred_prepare", .call = "setuid(2), which says ENOMEM", .act = [] { return result(::setuid(0)); },
		.refused = ENOMEM},
	Trigger{.hook = "task_fix_setuid", .call = "setuid(2)", .act = [] { return result(::setuid(0)); }},
	Trigger{.hook = "task_fix_setgid", .call = "setgid(2)", .act = [] { return result(::setgid(0)); }},
	Trigger{.hook = "task_fix_setgroups", .call = "setgroups(2)", .act = [] { return result(::setgroups(0, nullptr)); }},
	Trigger{.hook = "task_setpgid", .call = "setpgid(2)", .act = [] { return result(::setpgid(0, 0)); }},
	Trigger{.hook = "task_getpgid", .call = "getpgid(2) of another", .act = [] { return result(::getpgid(::getppid())); }},
	Trigger{.hook = "task_getsid", .call = "getsid(2) of another", .act = [] { return result(::getsid(::getppid())); }},
	Trigger{.hook = "task_setnice", .call = "setpriority(2)", .act = [] { return result(::setpriority(PRIO_PROCESS, 0, 1)); }},
	Trigger{.hook = "task_setioprio", .call = "ioprio_set(2)",
		.act = [] { return result(::syscall(SYS_ioprio_set, io_process, 0, 0)); }},
	Trigger{.hook = "task_getioprio", .call = "ioprio_get(2)",
		.act = [] { return result(::syscall(SYS_ioprio_get, io_process, 0)); }},
	Trigger{.hook = "task_prlimit", .call = "prlimit(2) of another", .act = read_limit_of_parent},
	Trigger{.hook = "task_setrlimit", .call = "setrlimit(2)", .act = set_limit},
	Trigger{.hook = "task_setscheduler", .call = "sched_setscheduler(2)", .act = set_scheduler},
	Trigger{.hook = "task_getscheduler", .call = "sched_getscheduler(2)", .act = read_scheduler},
	Trigger{.hook = "task_kill", .call = "kill(2) of a child", .prepare = make_child,
		.act = [] { return result(::kill(child, SIGKILL)); }},
	Trigger{.hook = "task_prctl", .call = "prctl(2) PR_GET_DUMPABLE", .act = [] { return result(::prctl(PR_GET_DUMPABLE)); }},
	Trigger{.hook = "userns_create", .call = "unshare(2) CLONE_NEWUSER", .act = [] { return result(::unshare(CLONE_NEWUSER)); }},
	Trigger{.hook = "capget", .call = "capget(2)", .act = [] { return result(::syscall(SYS_capget, &head, caps)); }},
	Trigger{.hook = "capset", .call = "capset(2)",
		.prepare = [] { must(static_cast<int>(::syscall(SYS_capget, &head, caps)), "capget"); },
		.act = [] { return result(::syscall(SYS_capset, &head, caps)); }},
	Trigger{.hook = "capable", .call = "sethostname(2), which says EPERM",
		.act = [] { return result(::sethostname("guest", 5)); }, .refused = EPERM},
	Trigger{.hook = "syslog", .call = "syslog(2) SIZE_BUFFER", .act = [] { return result(::klogctl(10, nullptr, 0)); }},
	Trigger{.hook = "settime", .call = "settimeofday(2)", .act = set_time},
	Trigger{.hook = "ptrace_access_check", .call = "ptrace(2) SEIZE", .prepare = make_child,
		.act = [] { return result(::ptrace(PTRACE_SEIZE, child, nullptr, nullptr)); }},
	Trigger{.hook = "ptrace_traceme", .call = "ptrace(2) TRACEME",
		.act = [] { return result(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr)); }},
	Trigger{.hook = "bprm_creds_for_exec", .call = "execve(2)", .act = execute},
	Trigger{.hook = "bprm_creds_from_file", .call = "execve(2)", .act = execute},
	Trigger{.hook = "bprm_check_security", .call = "execve(2)", .act = execute},
};

} // namespace

std::span<const Trigger> task_triggers() { return triggers; }

} // namespace conformance
