// SPDX-License-Identifier: GPL-2.0
#include <sys/mman.h>
#include <unistd.h>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Memfd final : public Workload {
public:
	bool once() noexcept override
	{
		const int fd = ::memfd_create("hookbench", MFD_CLOEXEC);

		return fd >= 0 && ::close(fd) == 0;
	}
};

} // namespace

std::unique_ptr<Workload> make_memfd() { return std::make_unique<Memfd>(); }

} // namespace bench
