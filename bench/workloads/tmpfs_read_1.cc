// SPDX-License-Identifier: GPL-2.0
#include "bench/tmpfs_io.h"

namespace bench {

std::unique_ptr<Workload> make_tmpfs_read_1() { return std::make_unique<TmpfsRead<1>>(); }

} // namespace bench
