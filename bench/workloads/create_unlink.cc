// SPDX-License-Identifier: GPL-2.0
#include <fcntl.h>
#include <unistd.h>

#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class CreateUnlink final : public Workload {
public:
	base::Result<void> set_up() override { return file_.create("content\n", 0644); }

	bool once() noexcept override
	{
		const int fd = ::open("other", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

		return fd >= 0 && ::close(fd) == 0 && ::unlink("other") == 0;
	}

private:
	TmpfsFile file_;
};

} // namespace

std::unique_ptr<Workload> make_create_unlink() { return std::make_unique<CreateUnlink>(); }

} // namespace bench
