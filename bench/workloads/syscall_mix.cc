// SPDX-License-Identifier: GPL-2.0
//
// The five system calls that UnixBench's "syscall" makes in each of its rounds,
// each of them for real: the C library keeps no answers of them.
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/ends.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class SyscallMix final : public Workload {
public:
	base::Result<void> set_up() override { return pipe_.make_pipe(); }

	bool once() noexcept override
	{
		const int copy = ::dup(pipe_.out.get());

		::syscall(SYS_getpid);
		::syscall(SYS_getuid);
		::umask(022);
		return copy >= 0 && ::close(copy) == 0;
	}

private:
	Ends pipe_;
};

} // namespace

std::unique_ptr<Workload> make_syscall_mix() { return std::make_unique<SyscallMix>(); }

} // namespace bench
