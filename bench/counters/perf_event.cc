// SPDX-License-Identifier: GPL-2.0
#include "bench/counters/perf_event.h"

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace bench {

namespace {

// What perf_event_open's errno means for somebody who wants a count.
std::string why_not(int errnum)
{
	switch (errnum) {
	case ENOENT:
	case ENODEV:
	case EOPNOTSUPP:
		return "this machine has no performance monitoring unit that counts it";
	case EACCES:
	case EPERM:
		return "not permitted: CAP_PERFMON or a lower kernel.perf_event_paranoid is needed";
	case ENOSYS:
		return "this kernel has no perf events";
	case EINVAL:
		return "this kernel cannot count the event as asked for";
	default:
		return "perf_event_open failed";
	}
}

} // namespace

base::Result<void> PerfEvent::open()
{
	perf_event_attr attr{};

	attr.type = PERF_TYPE_HARDWARE;
	attr.size = sizeof(attr);
	attr.config = config_;
	attr.inherit = 1; // the child of fork_wait and execve is part of the operation
	attr.exclude_hv = 1;
	fd_.reset(static_cast<int>(::syscall(SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC)));
	if (fd_)
		return {};

	const int errnum = errno;
	return base::fail_errno(errnum, {.id = "counter-unavailable", .code = base::ExitCode::failed,
					 .action = "open the counter", .object = std::string{source_},
					 .reason = why_not(errnum), .hint = {}, .errnum = 0});
}

std::uint64_t PerfEvent::read() noexcept
{
	std::uint64_t value = 0;

	// The event is open and eight bytes long: the read cannot fail.
	(void)!::read(fd_.get(), &value, sizeof(value));
	return value;
}

} // namespace bench
