// SPDX-License-Identifier: GPL-2.0
//
// The control: a system call that crosses no hook. Where it differs between two
// kernels, something other than the hooks does.
#include <unistd.h>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Getppid final : public Workload {
public:
	bool once() noexcept override { return ::getppid() >= 0; }
};

} // namespace

std::unique_ptr<Workload> make_getppid() { return std::make_unique<Getppid>(); }

} // namespace bench
