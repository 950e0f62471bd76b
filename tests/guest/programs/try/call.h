// SPDX-License-Identifier: GPL-2.0
//
// What the tables of guest-try share: a row is a system call.
//
//   constexpr Call calls[] = {{"truncate", 1, [](char **a) { return result(::truncate(a[0], 1)); }}};
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <span>

namespace guest_try {

inline constexpr std::size_t page = 4096;
inline constexpr int not_prepared = 3;

struct Call {
	const char *name;
	int arguments;
	int (*make)(char **arguments); // an errno
};

inline int result(long returned) { return returned < 0 ? errno : 0; }

inline long must(long returned, const char *step)
{
	if (returned >= 0)
		return returned;
	std::perror(step);
	std::exit(not_prepared);
}

inline int open_must(const char *path, int flags) { return static_cast<int>(must(::open(path, flags | O_CLOEXEC), path)); }

inline void *map_must(std::size_t size, int protection, int flags, int file)
{
	void *memory = ::mmap(nullptr, size, protection, flags, file, 0);

	must(memory == MAP_FAILED ? -1 : 0, "mmap");
	return memory;
}

inline int map(std::size_t size, int protection, int flags, int file)
{
	return result(::mmap(nullptr, size, protection, flags, file, 0) == MAP_FAILED ? -1 : 0);
}

// Files, programs, memory and mounts.
std::span<const Call> file_calls();
std::span<const Call> socket_calls();
// Processes, BPF and what a kernel keeps for itself.
std::span<const Call> process_calls();

} // namespace guest_try
