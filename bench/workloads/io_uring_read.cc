// SPDX-License-Identifier: GPL-2.0
//
// Of a file that can be asked not to wait. A tmpfs cannot, and a worker would read it.
#include <fcntl.h>

#include "bench/io_ring.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class IoUringRead final : public Workload {
public:
	base::Result<void> set_up() override
	{
		zeros_.reset(::open("/dev/zero", O_RDONLY | O_CLOEXEC));
		if (!zeros_)
			return set_up_failed("open", "/dev/zero");
		return ring_.create();
	}

	bool once() noexcept override
	{
		io_uring_sqe read{};

		read.opcode = IORING_OP_READ;
		read.fd = zeros_.get();
		read.addr = reinterpret_cast<std::uintptr_t>(&byte_);
		read.len = 1;
		return ring_.submit(read) == 1;
	}

private:
	base::Fd zeros_;
	IoRing ring_;
	char byte_ = 0;
};

} // namespace

std::unique_ptr<Workload> make_io_uring_read() { return std::make_unique<IoUringRead>(); }

} // namespace bench
