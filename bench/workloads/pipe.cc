// SPDX-License-Identifier: GPL-2.0
//
// One byte through a pipe within one process: file_permission twice, no context
// switch.
#include <fcntl.h>
#include <unistd.h>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Pipe final : public Workload {
public:
	base::Result<void> set_up() override
	{
		int fds[2];

		if (::pipe2(fds, O_CLOEXEC) != 0)
			return set_up_failed("create a pipe");
		read_end_.reset(fds[0]);
		write_end_.reset(fds[1]);
		return {};
	}

	bool once() noexcept override
	{
		return ::write(write_end_.get(), &byte_, 1) == 1 && ::read(read_end_.get(), &byte_, 1) == 1;
	}

private:
	base::Fd read_end_;
	base::Fd write_end_;
	char byte_ = 'x';
};

} // namespace

std::unique_ptr<Workload> make_pipe() { return std::make_unique<Pipe>(); }

} // namespace bench
