// SPDX-License-Identifier: GPL-2.0
#include <sys/file.h>

#include "bench/tmpfs_io.h"

namespace bench {

namespace {

class Flock final : public Workload {
public:
	base::Result<void> set_up() override { return file_.create(); }

	bool once() noexcept override
	{
		return ::flock(file_.fd(), LOCK_EX | LOCK_NB) == 0 && ::flock(file_.fd(), LOCK_UN) == 0;
	}

private:
	OpenTmpfsFile file_;
};

} // namespace

std::unique_ptr<Workload> make_flock() { return std::make_unique<Flock>(); }

} // namespace bench
