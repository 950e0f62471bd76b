// SPDX-License-Identifier: GPL-2.0
#include "bench/pipe_io.h"

namespace bench {

std::unique_ptr<Workload> make_pipe_512() { return std::make_unique<PipeIo<512>>(); }

} // namespace bench
