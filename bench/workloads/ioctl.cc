// SPDX-License-Identifier: GPL-2.0
#include <sys/ioctl.h>

#include "bench/tmpfs_io.h"

namespace bench {

namespace {

class Ioctl final : public Workload {
public:
	base::Result<void> set_up() override { return file_.create(); }

	bool once() noexcept override
	{
		int bytes = 0;

		return ::ioctl(file_.fd(), FIONREAD, &bytes) == 0 && bytes == 4096;
	}

private:
	OpenTmpfsFile file_;
};

} // namespace

std::unique_ptr<Workload> make_ioctl() { return std::make_unique<Ioctl>(); }

} // namespace bench
