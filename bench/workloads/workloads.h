// SPDX-License-Identifier: GPL-2.0
//
// The makers of the workloads and what their files share. Included by those
// files and by the table, by nothing else.
//
//   std::unique_ptr<Workload> make_pipe() { return std::make_unique<Pipe>(); }
//   // inside set_up():
//   if (::pipe2(fds, O_CLOEXEC) != 0)
//           return set_up_failed("create a pipe");
#pragma once

#include <cerrno>
#include <string>

#include "bench/workload.h"
#include "loader/base/fd.h"

namespace bench {

std::unique_ptr<Workload> make_getppid();
std::unique_ptr<Workload> make_eventfd_write();
std::unique_ptr<Workload> make_pipe();
std::unique_ptr<Workload> make_open_close();
std::unique_ptr<Workload> make_stat();
std::unique_ptr<Workload> make_mprotect();
std::unique_ptr<Workload> make_mmap_munmap();
std::unique_ptr<Workload> make_fork_wait();
std::unique_ptr<Workload> make_execve();
std::unique_ptr<Workload> make_socketpair();
std::unique_ptr<Workload> make_tcp_loopback();

inline tl::unexpected<base::Error> set_up_failed(std::string action, std::string object = {})
{
	const int errnum = errno;

	return base::fail_errno(errnum, {.id = "workload-set-up", .code = base::ExitCode::failed,
					 .action = std::move(action), .object = std::move(object), .reason = {},
					 .hint = {}, .errnum = 0});
}

} // namespace bench
