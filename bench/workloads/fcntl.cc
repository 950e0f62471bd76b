// SPDX-License-Identifier: GPL-2.0
#include <fcntl.h>

#include "bench/tmpfs_io.h"

namespace bench {

namespace {

class Fcntl final : public Workload {
public:
	base::Result<void> set_up() override { return file_.create(); }

	bool once() noexcept override
	{
		return ::fcntl(file_.fd(), F_GETFL) >= 0;
	}

private:
	OpenTmpfsFile file_;
};

} // namespace

std::unique_ptr<Workload> make_fcntl() { return std::make_unique<Fcntl>(); }

} // namespace bench
