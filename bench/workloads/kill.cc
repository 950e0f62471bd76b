// SPDX-License-Identifier: GPL-2.0
#include <unistd.h>

#include <csignal>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Kill final : public Workload {
public:
	bool once() noexcept override { return ::kill(::getpid(), 0) == 0; }
};

} // namespace

std::unique_ptr<Workload> make_kill() { return std::make_unique<Kill>(); }

} // namespace bench
