// SPDX-License-Identifier: GPL-2.0
#include <fcntl.h>

#include "bench/tmpfs_io.h"

namespace bench {

namespace {

class FcntlLock final : public Workload {
public:
	base::Result<void> set_up() override { return file_.create(); }

	bool once() noexcept override
	{
		struct flock lock {};

		lock.l_type = F_WRLCK;
		lock.l_len = 1;
		if (::fcntl(file_.fd(), F_SETLK, &lock) != 0)
			return false;
		lock.l_type = F_UNLCK;
		return ::fcntl(file_.fd(), F_SETLK, &lock) == 0;
	}

private:
	OpenTmpfsFile file_;
};

} // namespace

std::unique_ptr<Workload> make_fcntl_lock() { return std::make_unique<FcntlLock>(); }

} // namespace bench
