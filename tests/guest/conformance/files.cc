// SPDX-License-Identifier: GPL-2.0
#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>

#include "tests/guest/conformance/trigger.h"

namespace conformance {

namespace {

constexpr std::size_t page = 4096;

int file = -1;
void *memory = nullptr;
char byte;

void open_file() { file = make_file(); }
void make_closed_file() { ::close(make_file()); }
int open_again() { return result(::open("f", O_RDONLY)); }

int map_file()
{
	return result(::mmap(nullptr, page, PROT_READ, MAP_SHARED, file, 0) == MAP_FAILED ? -1 : 0);
}

void map_anonymous()
{
	memory = ::mmap(nullptr, page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	must(memory != MAP_FAILED, "mmap");
}

// The process takes a descriptor from itself.
int receive_own()
{
	const int self = static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0));

	return result(::syscall(SYS_pidfd_getfd, self, file, 0));
}

int bytes_waiting()
{
	int ends[2];
	int count = 0;

	return ::pipe(ends) != 0 ? errno : result(::ioctl(ends[0], FIONREAD, &count));
}

constexpr std::array triggers{
	Trigger{.hook = "file_permission", .call = "read(2)", .prepare = open_file,
		.act = [] { return result(::read(file, &byte, 1)); }},
	Trigger{.hook = "file_open", .call = "open(2) of a file", .prepare = make_closed_file, .act = open_again},
	Trigger{.hook = "file_post_open", .call = "open(2) of a file", .prepare = make_closed_file, .act = open_again},
	Trigger{.hook = "file_alloc_security", .call = "open(2) of a file", .prepare = make_closed_file, .act = open_again},
	Trigger{.hook = "file_ioctl", .call = "ioctl(2) FIONREAD on a pipe", .act = bytes_waiting},
	Trigger{.hook = "file_lock", .call = "flock(2)", .prepare = open_file,
		.act = [] { return result(::flock(file, LOCK_EX)); }},
	Trigger{.hook = "file_fcntl", .call = "fcntl(2) F_SETOWN", .prepare = open_file,
		.act = [] { return result(::fcntl(file, F_SETOWN, ::getpid())); }},
	Trigger{.hook = "file_mprotect", .call = "mprotect(2)", .prepare = map_anonymous,
		.act = [] { return result(::mprotect(memory, page, PROT_READ | PROT_WRITE)); }},
	Trigger{.hook = "mmap_file", .call = "mmap(2) of a file", .prepare = open_file, .act = map_file},
	Trigger{.hook = "mmap_addr", .call = "mmap(2) of a file", .prepare = open_file, .act = map_file},
	Trigger{.hook = "file_receive", .call = "pidfd_getfd(2)", .prepare = open_file, .act = receive_own},
	Trigger{.hook = "file_truncate", .call = "ftruncate(2)", .prepare = open_file,
		.act = [] { return result(::ftruncate(file, 0)); }},
};

} // namespace

std::span<const Trigger> file_triggers() { return triggers; }

} // namespace conformance
