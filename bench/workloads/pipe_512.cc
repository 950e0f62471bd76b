// SPDX-License-Identifier: GPL-2.0
//
// The block of UnixBench's pipe throughput.
#include <fcntl.h>
#include <unistd.h>

#include <array>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Pipe512 final : public Workload {
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
		const auto size = static_cast<ssize_t>(block_.size());

		return ::write(write_end_.get(), block_.data(), block_.size()) == size &&
		       ::read(read_end_.get(), block_.data(), block_.size()) == size;
	}

private:
	base::Fd read_end_;
	base::Fd write_end_;
	std::array<char, 512> block_{};
};

} // namespace

std::unique_ptr<Workload> make_pipe_512() { return std::make_unique<Pipe512>(); }

} // namespace bench
