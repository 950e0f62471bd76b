// SPDX-License-Identifier: GPL-2.0
//
// Storage that hangs on a kernel object: what one hook puts there another finds,
// each object has its own, and a new object of the same name has none.
#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstdio>

#include "tests/guest/features/groups.h"
#include "tests/guest/features/run.h"

namespace features {

namespace {

constexpr long none = -1; // what the programs say of an object without a mark

// Through the object's descriptor, as user space sees it: minus an errno without.
long mark_of(int map, int object)
{
	std::uint64_t value = 0;

	return bpf_map_lookup_elem(map, &object, &value) == 0 ? static_cast<long>(value) : -errno;
}

// A child made with `mark`, and what mkdir(2) in it finds.
void marked_child(Run &run, long mark, long found)
{
	run.state().value[0] = mark;
	run.state().value[1] = 0;
	equal(in_child(mkdir_rmdir), 0, "a child that makes a folder");
	equal(run.state().value[1], found, "the mark that the child's mkdir(2) found");
	run.state().value[0] = 0;
}

void task_storage(Run &run)
{
	int wait[2];

	marked_child(run, 41, 41);
	marked_child(run, 42, 42);
	marked_child(run, 0, none);

	// From user space, while the task lives and after it.
	run.state().value[0] = 43;
	must(::pipe2(wait, O_CLOEXEC) == 0, "pipe2");
	const pid_t child = must(::fork(), "fork");
	if (child == 0) {
		char byte;
		::close(wait[1]);
		::_exit(::read(wait[0], &byte, 1) == 0 ? 0 : 1);
	}
	const int pidfd = must(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)), "pidfd_open");
	equal(mark_of(run.map("marks"), pidfd), 43, "the child's mark, from user space");
	::close(wait[1]);
	must(::waitpid(child, nullptr, 0) == child, "waitpid");
	equal(mark_of(run.map("marks"), pidfd), -ENOENT, "the mark of a task that is gone");

	// The test's own: put there from user space, deleted by a program.
	const int self = must(static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0)), "pidfd_open");
	const std::uint64_t own = 44;
	must(bpf_map_update_elem(run.map("marks"), &self, &own, BPF_ANY) == 0, "a mark from user space");
	mkdir_rmdir();
	equal(run.state().value[1], 44, "a mark from user space, found by mkdir(2)");
	equal(run.state().value[2], 0, "deleting it in rmdir(2)");
	equal(mark_of(run.map("marks"), self), -ENOENT, "a deleted mark");
	mkdir_rmdir();
	equal(run.state().value[2], -ENOENT, "deleting it again");
}

int open_marked(Run &run, const char *path, long mark)
{
	run.state().value[0] = mark;
	const int file = must(::open(path, O_RDONLY | O_CLOEXEC), path);
	run.state().value[0] = 0;
	return file;
}

long unlink_finds(Run &run, const char *path)
{
	run.state().value[1] = 0;
	must(::unlink(path) == 0, path);
	return run.state().value[1];
}

void inode_storage(Run &run)
{
	constexpr char first[] = "/tmp/feature-first";
	constexpr char link[] = "/tmp/feature-link";
	constexpr char second[] = "/tmp/feature-second";
	const int marks = run.map("marks");

	make_file(first);
	make_file(second);
	::unlink(link);
	must(::link(first, link) == 0, "link");
	const int file = open_marked(run, first, 40);
	const int other = open_marked(run, second, 7);
	::close(open_marked(run, link, 2));
	equal(mark_of(marks, file), 42, "marks add up on one inode of two names");
	equal(mark_of(marks, other), 7, "another inode has its own");
	equal(unlink_finds(run, link), 42, "the mark that unlink(2) of one name finds");
	equal(unlink_finds(run, first), 42, "the mark that unlink(2) of the other finds");
	equal(mark_of(marks, file), 42, "the mark of an inode that is open and has no name");
	::close(file);

	// The inode is gone, the name comes again.
	make_file(first);
	const int fresh = open_marked(run, first, 0);
	equal(mark_of(marks, fresh), -ENOENT, "the mark of a new file of the same name");
	equal(unlink_finds(run, first), none, "what unlink(2) of the new file finds");
	::close(fresh);

	equal(run.state().value[2], 0, "nothing was deleted yet");
	must(::fchmod(other, 0600) == 0, "fchmod");
	equal(run.state().value[2], 0, "deleting a mark in a sleepable program");
	equal(mark_of(marks, other), -ENOENT, "a deleted mark");
	must(::fchmod(other, 0644) == 0, "fchmod");
	equal(run.state().value[2], -ENOENT, "deleting it again");

	const std::uint64_t own = 44;
	must(bpf_map_update_elem(marks, &other, &own, BPF_ANY) == 0, "a mark from user space");
	equal(unlink_finds(run, second), 44, "a mark from user space, found by unlink(2)");
	must(bpf_map_delete_elem(marks, &other) == 0, "deleting it from user space");
	equal(mark_of(marks, other), -ENOENT, "a mark that user space deleted");
	::close(other);
}

// Inodes that go with their marks, and marks that go with their map.
void inode_storage_freed(Run &run)
{
	constexpr int rounds = 500;
	char name[64];

	for (int i = 0; i < rounds; ++i) {
		std::snprintf(name, sizeof(name), "/tmp/feature-%d", i);
		make_file(name);
		::close(open_marked(run, name, i + 1));
		if (i % 2 == 0)
			equal(unlink_finds(run, name), i + 1, "the mark of one of many files");
	}
	equal(run.state().calls, rounds, "files marked");
	run.detach();
	for (int i = 1; i < rounds; i += 2) {
		std::snprintf(name, sizeof(name), "/tmp/feature-%d", i);
		must(::unlink(name) == 0, name);
	}
}

int marked_socket(Run &run, int family, long mark)
{
	run.state().value[0] = mark;
	const int socket = must(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
	run.state().value[0] = 0;
	return socket;
}

long bind_finds(Run &run, int socket)
{
	sockaddr_in address{};

	address.sin_family = AF_INET;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	run.state().value[1] = 0;
	must(::bind(socket, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) == 0, "bind");
	return run.state().value[1];
}

// A connection: the listener's mark is cloned, as the map asks for.
int accepted_from(int listener)
{
	sockaddr_in address{};
	socklen_t length = sizeof(address);

	must(::listen(listener, 1) == 0, "listen");
	must(::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &length) == 0, "getsockname");
	const int client = must(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
	must(::connect(client, reinterpret_cast<const sockaddr *>(&address), length) == 0, "connect");
	const int server = must(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC), "accept");
	::close(client);
	return server;
}

void socket_storage(Run &run)
{
	const int marks = run.map("marks");
	const int first = marked_socket(run, AF_INET, 41);
	const int second = marked_socket(run, AF_INET, 42);
	const int unmarked = marked_socket(run, AF_INET, 0);
	const int local = marked_socket(run, AF_UNIX, 43);

	equal(bind_finds(run, first), 41, "the mark that bind(2) of the first socket finds");
	equal(bind_finds(run, second), 42, "the mark that bind(2) of the second finds");
	equal(bind_finds(run, unmarked), none, "the mark of a socket without");
	equal(mark_of(marks, local), 43, "a local socket's mark, from user space");

	const int server = accepted_from(first);
	equal(mark_of(marks, server), 41, "the mark of an accepted socket");
	must(::shutdown(server, SHUT_RDWR) == 0, "shutdown");
	equal(run.state().value[2], 0, "deleting a mark in shutdown(2)");
	equal(mark_of(marks, server), -ENOENT, "a deleted mark");
	equal(mark_of(marks, first), 41, "the listener's mark stays");

	::close(second);
	const int again = marked_socket(run, AF_INET, 0);
	equal(again, second, "a new socket's descriptor");
	equal(mark_of(marks, again), -ENOENT, "the mark of a new socket of the same descriptor");
}

void in_group(Run &run, const Groups &groups, const char *name, unsigned long add, long found)
{
	equal(in_child([&] {
		      groups.enter(name);
		      run.state().process = static_cast<unsigned>(::getpid());
		      if (add != 0)
			      equal(call(add), 0, "adding to a cgroup's count");
		      must(::mkdir("/tmp/feature-group", 0700) == 0, "mkdir");
	      }),
	      0, "a process in a cgroup");
	equal(run.state().value[1], found, "the count that mkdir(2) in a cgroup finds");
	run.state().process = 0;
	must(::rmdir("/tmp/feature-group") == 0, "rmdir");
}

void cgroup_storage(Run &run)
{
	const Groups groups;
	const int counts = run.map("counts");
	const int folder = groups.open("a");

	in_group(run, groups, "a", 40, 40);
	in_group(run, groups, "a", 2, 42);
	in_group(run, groups, "b", 0, none);
	in_group(run, groups, "b", 7, 7);
	equal(mark_of(counts, folder), 42, "a cgroup's count, from user space");
	equal(in_child([&] {
		      groups.enter("a");
		      run.state().process = static_cast<unsigned>(::getpid());
		      mkdir_rmdir();
		      equal(run.state().value[2], 0, "deleting the count in rmdir(2)");
	      }),
	      0, "a process in a cgroup");
	equal(mark_of(counts, folder), -ENOENT, "a deleted count");
	::close(folder);
	groups.replace("b");
	in_group(run, groups, "b", 0, none);
}

constexpr std::array features{
	Feature{"task_storage", "set at fork, read at mkdir, each task's own, gone with it", task_storage},
	Feature{"inode_storage", "set at open, read at unlink, each inode's own, gone with it", inode_storage},
	Feature{.name = "inode_storage_freed", .effect = "500 inodes and their marks go, before and after the map",
		.check = inode_storage_freed, .object = "inode_storage"},
	Feature{"socket_storage", "set at socket, read at bind, each socket's own, cloned to an accepted one", socket_storage},
	Feature{"cgroup_storage", "set by one hook, read at mkdir, each cgroup's own, gone with it", cgroup_storage},
};

} // namespace

std::span<const Feature> storage_features() { return features; }

} // namespace features
