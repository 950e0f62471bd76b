// SPDX-License-Identifier: GPL-2.0
//
// How a hook is reached through a real system call. A row is all that a new
// trigger needs; it lives in the table of its file.
//
//   {.hook = "inode_mkdir", .call = "mkdir(2) on tmpfs", .act = [] { return result(mkdir("d", 0700)); }}
//
// Each trigger runs in a process of its own, in an empty folder on tmpfs, as
// root. prepare() runs with no program in the way and ends the process when it
// cannot; act() is what a program may refuse.
#pragma once

#include <cerrno>
#include <span>
#include <vector>

namespace conformance {

// What the programs answer: an errno that none of the calls gives by itself.
inline constexpr int denial = EUCLEAN;

struct Trigger {
	const char *hook = nullptr;
	const char *call = nullptr;
	void (*prepare)() = nullptr;
	int (*act)() = nullptr; // 0, or the errno that the call failed with
	int allowed = 0;        // what act() gives when no program refuses
	// What it gives when one does. Where that is not `denial`, the kernel
	// gives the caller an error of its own, and the row says so.
	int refused = denial;
};

std::span<const Trigger> file_triggers();
std::span<const Trigger> inode_triggers();
std::span<const Trigger> path_triggers();
std::span<const Trigger> task_triggers();
std::span<const Trigger> socket_triggers();
std::span<const Trigger> ipc_triggers();
std::span<const Trigger> mount_triggers();
std::span<const Trigger> kernel_triggers();
std::vector<Trigger> all_triggers();

// errno when the call failed, as those that return -1 do; else 0.
inline int result(long returned) { return returned < 0 ? errno : 0; }

// For prepare(): ends the process with the step's name and errno.
void must(bool done, const char *step);
int must(int returned, const char *step); // -1 fails

// A file "f" with one byte in it, open for reading and writing.
int make_file();

} // namespace conformance
