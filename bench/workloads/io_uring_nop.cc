// SPDX-License-Identifier: GPL-2.0
#include "bench/io_ring.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class IoUringNop final : public Workload {
public:
	base::Result<void> set_up() override { return ring_.create(); }

	bool once() noexcept override
	{
		io_uring_sqe nop{};

		nop.opcode = IORING_OP_NOP;
		return ring_.submit(nop) == 0;
	}

private:
	IoRing ring_;
};

} // namespace

std::unique_ptr<Workload> make_io_uring_nop() { return std::make_unique<IoUringNop>(); }

} // namespace bench
