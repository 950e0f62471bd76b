// SPDX-License-Identifier: GPL-2.0
#include <unistd.h>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Setuid final : public Workload {
public:
	bool once() noexcept override { return ::setuid(::getuid()) == 0; }
};

} // namespace

std::unique_ptr<Workload> make_setuid() { return std::make_unique<Setuid>(); }

} // namespace bench
