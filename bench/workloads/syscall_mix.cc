// SPDX-License-Identifier: GPL-2.0
//
// The five system calls that UnixBench's "syscall" makes in each of its rounds,
// each of them for real: the C library keeps no answers of them.
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class SyscallMix final : public Workload {
public:
	base::Result<void> set_up() override
	{
		int fds[2];

		if (::pipe(fds) != 0)
			return set_up_failed("create a pipe");
		read_end_.reset(fds[0]);
		write_end_.reset(fds[1]);
		return {};
	}

	bool once() noexcept override
	{
		const int copy = ::dup(read_end_.get());

		::syscall(SYS_getpid);
		::syscall(SYS_getuid);
		::umask(022);
		return copy >= 0 && ::close(copy) == 0;
	}

private:
	base::Fd read_end_;
	base::Fd write_end_;
};

} // namespace

std::unique_ptr<Workload> make_syscall_mix() { return std::make_unique<SyscallMix>(); }

} // namespace bench
