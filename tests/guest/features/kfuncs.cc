// SPDX-License-Identifier: GPL-2.0
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <string>

#include "tests/guest/features/groups.h"
#include "tests/guest/features/run.h"

namespace features {

namespace {

void task(Run &run)
{
	equal(call(1), 0, "the call");
	equal(run.state().value[0], 1, "bpf_task_from_pid of the first process");
	equal(run.state().value[1], -1, "bpf_task_from_pid of none");
	equal(run.state().value[2], ::getppid(), "the parent, held by bpf_task_acquire");
}

void kptr(Run &run)
{
	must(::mkdir("/tmp/feature-kptr", 0700) == 0, "mkdir");
	must(::rmdir("/tmp/feature-kptr") == 0, "rmdir");
	equal(run.state().value[0], ::getpid(), "the task that mkdir(2) left in the map");
	must(::mkdir("/tmp/feature-kptr", 0700) == 0, "mkdir");
	run.state().process = 0;
	must(::rmdir("/tmp/feature-kptr") == 0, "rmdir"); // the map keeps it to the end
}

void cgroup(Run &run)
{
	const Groups groups;

	equal(call(groups.id("a"), static_cast<unsigned long>(::getpid())), 0, "outside");
	equal(run.state().value[0], 0, "bpf_task_under_cgroup, outside");
	equal(run.state().value[1], 1, "the cgroup's level");
	equal(run.state().value[2], static_cast<long>(groups.id("")), "bpf_cgroup_ancestor");
	equal(run.state().value[3], 0, "tasks of an empty cgroup");
	equal(in_child([&] {
		      groups.enter("a");
		      run.state().process = static_cast<unsigned>(::getpid());
		      equal(call(groups.id("a"), static_cast<unsigned long>(::getpid())), 0, "inside");
		      equal(run.state().value[0], 1, "bpf_task_under_cgroup, inside");
		      equal(run.state().value[3], 1, "tasks of the cgroup");
		      equal(run.state().value[4], 1, "this process is among them");
	      }),
	      0, "a process in the cgroup");
	run.state().process = static_cast<unsigned>(::getpid());
	equal(call(1UL << 62), -ENOENT, "bpf_cgroup_from_id of none");
}

void path(Run &run)
{
	char own[PATH_MAX] = "";

	must(::readlink("/proc/self/exe", own, sizeof(own) - 1) > 0, "/proc/self/exe");
	make_file("/tmp/feature-path");
	equal_text(run.state().text, "/tmp/feature-path", "bpf_path_d_path");
	equal(run.state().value[0], sizeof("/tmp/feature-path"), "its length");
	equal_text(run.state().text + 64, own, "the path of bpf_get_task_exe_file");
}

void xattr(Run &run)
{
	const char file[] = "/tmp/feature-xattr";
	char value[16];

	make_file(file);
	must(::setxattr(file, "user.feature", "value", 5, 0) == 0, "setxattr");
	const int fd = must(::open(file, O_RDONLY | O_CLOEXEC), file);
	::close(fd);
	equal(run.state().value[0], 5, "bpf_get_file_xattr");
	equal_text(run.state().text, "value", "the attribute");
	equal(run.state().value[1], -EPERM, "bpf_get_file_xattr of one that is not the user's");
	must(::getxattr(file, "user.feature", value, sizeof(value)) == 5, "getxattr");
	equal(run.state().value[2], 5, "bpf_get_dentry_xattr");
	equal_text(run.state().text + 64, "value", "the attribute");
}

void key(Run &run)
{
	constexpr int user_keyring = -4; // KEY_SPEC_USER_KEYRING
	constexpr int revoke = 3;	 // KEYCTL_REVOKE
	const long serial = ::syscall(SYS_add_key, "user", "feature", "x", 1, user_keyring);

	must(serial > 0, "add_key");
	equal(call(static_cast<unsigned long>(serial), INT_MAX), 0, "the call");
	equal(run.state().value[0], 1, "bpf_lookup_user_key");
	equal(run.state().value[1], 0, "bpf_lookup_user_key of none");
	must(::syscall(SYS_keyctl, revoke, serial) == 0, "keyctl");
}

void cpumask(Run &run)
{
	equal(call(0), 0, "the call");
	equal(run.state().value[0], 0, "bpf_cpumask_first");
	equal(run.state().value[1], 1, "bpf_cpumask_weight");
}

void iterators(Run &run)
{
	equal(call(static_cast<unsigned long>(::getpid()), reinterpret_cast<unsigned long>(&run)), 0, "the call");
	equal(run.state().value[0], 1, "this process among all tasks");
	equal(run.state().value[1], 1, "the mapping of an address among this process's");
	equal(run.state().value[2], 0 + 2 + 63, "the sum of the bits' numbers");
}

void exception(Run &run)
{
	equal(call(0), 0, "a program that goes to its end");
	equal(run.state().value[1], 1, "its end");
	equal(call(1), -EXDEV, "a program that throws");
	equal(run.state().value[0], 1, "what it skips in the function");
	equal(run.state().value[1], 1, "what it skips after it");
}

void list(Run &run)
{
	for (unsigned long number = 1; number <= 3; ++number)
		equal(call(number), 0, "an object");
	for (long number = 1; number <= 2; ++number) {
		equal(call(), 0, "taking one");
		equal(run.state().value[0], number, "the first that is left");
	}
	// The third stays in the map, and goes with it.
}

void work(Run &run)
{
	equal(call(8), 0, "the call");
	for (int i = 0; i < 60'000 && static_cast<volatile long &>(run.state().value[0]) == 0; ++i)
		::usleep(1000);
	equal(run.state().value[0], 1, "the work was done");
	equal(run.state().value[1], -EFAULT, "bpf_copy_from_user where there is nothing");
	must(run.state().value[2] != ::getpid(), "another process did it");
}

constexpr std::array features{
	Feature{"kf_task", "a task by its number, and the caller's parent", task},
	Feature{"kptr", "a task that mkdir leaves in a map and rmdir takes out", kptr},
	Feature{"kf_cgroup", "a cgroup by its id, its ancestor and its tasks", cgroup},
	Feature{"kf_path", "the opened file's path, and the program's", path},
	Feature{"kf_xattr", "a file's user attribute, by file and by entry", xattr},
	Feature{"kf_key", "a key by its serial number", key},
	Feature{"kf_cpumask", "a set of CPUs", cpumask},
	Feature{"kf_iterators", "tasks, mappings and bits", iterators},
	Feature{"kf_throw", "an exception ends the program and is its verdict", exception},
	Feature{"kf_list", "objects in a list, first in first out", list},
	Feature{"kf_work", "work that a kernel thread does", work},
};

} // namespace

std::span<const Feature> kfunc_features() { return features; }

} // namespace features
