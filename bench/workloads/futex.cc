// SPDX-License-Identifier: GPL-2.0
//
// A system call that does something and crosses no hook.
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Futex final : public Workload {
public:
	bool once() noexcept override { return ::syscall(SYS_futex, &word_, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0) == 0; }

private:
	std::uint32_t word_ = 0;
};

} // namespace

std::unique_ptr<Workload> make_futex() { return std::make_unique<Futex>(); }

} // namespace bench
