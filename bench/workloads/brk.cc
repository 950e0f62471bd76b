// SPDX-License-Identifier: GPL-2.0
#include <unistd.h>

#include <cstdint>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Brk final : public Workload {
public:
	bool once() noexcept override
	{
		const auto failed = reinterpret_cast<void *>(std::intptr_t{-1});

		return ::sbrk(size_) != failed && ::sbrk(-size_) != failed;
	}

private:
	const std::intptr_t size_ = ::sysconf(_SC_PAGESIZE);
};

} // namespace

std::unique_ptr<Workload> make_brk() { return std::make_unique<Brk>(); }

} // namespace bench
