// SPDX-License-Identifier: GPL-2.0
#include <sys/prctl.h>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Prctl final : public Workload {
public:
	bool once() noexcept override { return ::prctl(PR_GET_DUMPABLE) >= 0; }
};

} // namespace

std::unique_ptr<Workload> make_prctl() { return std::make_unique<Prctl>(); }

} // namespace bench
