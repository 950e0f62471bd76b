// SPDX-License-Identifier: GPL-2.0
#include "bench/workload.h"

#include <algorithm>
#include <array>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

// The order is the order of the reports: the control first, then from the
// cheapest to the costliest.
constexpr std::array workload_rows{
	WorkloadRow{"getppid", "getppid(), a system call that crosses no hook: the control", "-", 200, 200, 100, 0,
		    make_getppid},
	WorkloadRow{"eventfd_write", "write of 8 bytes to an eventfd", "file_permission", 200, 200, 100, 0,
		    make_eventfd_write},
	WorkloadRow{"pipe", "write of 1 byte to a pipe and read of it", "file_permission", 200, 200, 100, 0, make_pipe},
	WorkloadRow{"open_close", "open (read only) and close of a file in a tmpfs, by a name without slashes",
		    "inode_permission file_alloc_security file_open file_free_security", 200, 200, 100, 0, make_open_close},
	WorkloadRow{"stat", "stat of a file in a tmpfs, by a name without slashes", "inode_permission inode_getattr",
		    200, 200, 100, 0, make_stat},
	WorkloadRow{"mprotect", "mprotect of one page to read-only and back to read-write: two calls",
		    "file_mprotect", 200, 200, 100, 0, make_mprotect},
	WorkloadRow{"mmap_munmap", "mmap and munmap of one anonymous page that is never touched", "mmap_file mmap_addr",
		    200, 200, 100, 0, make_mmap_munmap},
	WorkloadRow{"socketpair", "send of 1 byte over a unix stream pair and receive of it",
		    "socket_sendmsg socket_recvmsg", 200, 200, 100, 0, make_socketpair},
	WorkloadRow{"fork_wait", "fork of a child that exits at once, and wait for it",
		    "task_alloc cred_prepare task_free", 40, 10, 1, 100000, make_fork_wait},
	WorkloadRow{"execve", "vfork, execve of a program that only exits, and wait for it",
		    "bprm_creds_for_exec bprm_check_security bprm_committing_creds bprm_committed_creds file_open", 40, 10,
		    1, 100000, make_execve},
	WorkloadRow{"tcp_loopback", "socket, bind, connect over loopback, accept, send and receive 1 byte, close both ends",
		    "socket_create socket_bind socket_connect socket_accept socket_sendmsg socket_recvmsg", 40, 10, 1, 100000,
		    make_tcp_loopback},
};

} // namespace

std::span<const WorkloadRow> workload_table() { return workload_rows; }

const WorkloadRow *find_workload(std::string_view name)
{
	const auto found = std::find_if(workload_rows.begin(), workload_rows.end(),
					[&](const WorkloadRow &row) { return row.name == name; });

	return found == workload_rows.end() ? nullptr : &*found;
}

} // namespace bench
