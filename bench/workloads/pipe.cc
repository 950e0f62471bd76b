// SPDX-License-Identifier: GPL-2.0
#include "bench/pipe_io.h"

namespace bench {

std::unique_ptr<Workload> make_pipe() { return std::make_unique<PipeIo<1>>(); }

} // namespace bench
